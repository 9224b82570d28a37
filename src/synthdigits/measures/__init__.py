"""Arrays in, numbers out: distances, coverage, copies, intervals.

No files, no parameters, no networks of the project.
"""
