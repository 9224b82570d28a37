"""Bodies of `synthdigits …`, each whole in its file. No stage depends on them."""
