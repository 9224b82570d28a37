"""Sheets of digits and plots: arrays and tables in, pictures out. No files are read."""
