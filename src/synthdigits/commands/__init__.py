"""The commands of `synthdigits`, one file each. None imports PyTorch before it needs it."""
