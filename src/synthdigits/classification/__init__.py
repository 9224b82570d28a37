"""Training of classifiers on real, masked, mixed or synthetic digits.

Their networks are in classifiers/.
"""
