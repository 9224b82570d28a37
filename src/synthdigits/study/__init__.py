"""What synthetic digits add to a few real ones: its arms; training/ and reading/ apart."""
