"""From a picture of a handwritten digit to 28×28 pixels such as MNIST's; one module opens files."""
