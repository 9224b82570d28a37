"""Put the ruler of the real digits where the scores find it; other digits than MNIST train one."""

from synthdigits.plumbing import stage
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits
from synthdigits.ruler.making import provide_ruler


def main() -> None:
    train, test = Digits.load(paths.RAW_TRAIN), Digits.load(paths.RAW_TEST)
    provide_ruler(paths.RULER, train, test, load_params().ruler)


if __name__ == "__main__":
    stage.run(main)
