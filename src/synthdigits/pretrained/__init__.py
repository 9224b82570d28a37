"""Weights that come with the package, the card that describes them, and the check of both.

Only `make weights FROM=RUN` writes the files. What is here imports no torch.
"""
