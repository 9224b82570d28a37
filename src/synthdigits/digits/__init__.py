"""The container of labelled digits, and what is done to pixels alone: holes, warps, ranges, splits.

No networks, no downloads.
"""
