"""The engine of every training: loop, weights, losses, optimisers, device.

It knows no model and no stage.
"""
