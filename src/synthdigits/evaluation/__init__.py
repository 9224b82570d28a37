"""What digits are worth: scores, their intervals, and nothing that trains."""
