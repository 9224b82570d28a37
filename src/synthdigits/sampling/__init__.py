"""Digits from weights alone: what `synthdigits sample` and the exports share. No training."""
