"""The ruler: one frozen network that measures sets of digits, alike on every branch and machine.

No model is trained, chosen or filtered with it. MNIST's lies in this folder; other digits get one
of their own. Made by ``making``, kept and read by ``ruler``.
"""
