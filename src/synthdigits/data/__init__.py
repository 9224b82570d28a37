"""Digits as arrays: where they come from, how they are kept, and how they are masked."""
