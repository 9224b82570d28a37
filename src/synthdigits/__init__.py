"""Handwritten digits made by machines, and the measure of what they are worth."""
