"""The report: gathers what was scored. It computes no figure."""
