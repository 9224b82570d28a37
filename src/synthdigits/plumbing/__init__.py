"""What shapes no byte of any out: errors, whole files, the stage's doorway, checkpoints.

No arithmetic on digits; nothing of the project is imported here.
"""
