"""How MNIST's four arrays are called: training images and labels, test images and labels."""

IDX_NAMES = (
    *("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    *("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
)
"""Files, as they were first given out and as torchvision looks for them."""

NPZ_NAMES = ("x_train", "y_train", "x_test", "y_test")
"""Arrays of one NPZ, as in Keras' ``mnist.npz``."""
