"""The one exception that a person is meant to read."""


class SynthdigitsError(Exception):
    """Bad input or a broken surrounding, told in one message that names the thing."""
