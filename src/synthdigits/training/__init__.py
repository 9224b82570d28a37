"""Training: the maths of the losses, and the harness that runs the steps."""
