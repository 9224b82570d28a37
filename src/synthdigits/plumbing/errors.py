"""The one exception that a person is meant to read."""

from synthdigits.plumbing.wording import one_line


class SynthdigitsError(Exception):
    """Bad input or a broken surrounding, told in one printable line that names the thing.

    What a message quotes may hold anything (a file's name, the words of a library): line ends and
    control characters are taken out here, once for all.
    """

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))
