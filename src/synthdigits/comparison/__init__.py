"""The accuracy table, fidelity, and holes by size: loads files and composes measures.

Nothing is trained here; the measures themselves are in measures/.
"""
