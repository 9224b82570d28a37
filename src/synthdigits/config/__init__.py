"""params.yaml as frozen models, and where files lie.

No torch and no work: sections, their checks, paths.
"""
