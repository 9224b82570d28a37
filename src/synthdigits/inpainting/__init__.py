"""What every inpainter shares: interface, training, repair; classical repairs, any hole.

No inpainter is named here.
"""
