"""What people see: metrics, pictures, the report."""
