"""The GANs, one file each: networks, one step, the model's own parameters. Nothing else."""
