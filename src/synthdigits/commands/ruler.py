"""`make ruler`: train MNIST's ruler anew and put it into the package.

Never a part of `dvc repro`: figures measured by another ruler compare with none before. It reads
the digits that `download` left in data/raw.
"""

from __future__ import annotations

from synthdigits.commands.command_line import app_of, end
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits
from synthdigits.ruler.making import make_ruler
from synthdigits.ruler.ruler import SHIPPED, load_ruler


def main() -> None:
    train, test = Digits.load(paths.RAW_TRAIN), Digits.load(paths.RAW_TEST)
    make_ruler(SHIPPED, train, test, load_params().ruler)
    ruler = load_ruler(SHIPPED)
    accuracy = ruler.header.validation_accuracy
    print(f"{SHIPPED.name}: {accuracy:.2%} on validation digits, sha256 {ruler.sha256}")  # noqa: T201


if __name__ == "__main__":
    end(app_of(main), "python -m synthdigits.commands.ruler")
