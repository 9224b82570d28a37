"""What every GAN shares: its interface, training, choice of a state, generation.

No GAN is named here.
"""
