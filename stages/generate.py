"""Make a GAN's labelled training and test set, and its sheets: `generate.py NAME`."""

from synthdigits.plumbing import stage
from synthdigits import zoo
from synthdigits.adversarial.generation import Painter, generate, interpolate, summary
from synthdigits.classifiers.reading import load_classifier
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.drawing.synthetic_pictures import COLUMNS, ROWS, write_synthetic_pictures
from synthdigits.figures import write_json
from synthdigits.learning.collapse import of_one_shape, tell
from synthdigits.sampling.sizes import split_sizes


def main() -> None:
    params = load_params()
    name = stage.chosen_name("gan", params.gans)
    zoo.gan_params(params, name)
    train, test = split_sizes(params.synthetic, name, params.schedule)
    classifier = load_classifier(paths.classifier_weights("cnn"))
    painter = Painter.load(paths.gan_weights(name))
    digits = generate(painter, range(train + test), params.seed, classifier)
    tell(f"gan {name}", list(of_one_shape(digits.images)), params.schedule)
    digits[:train].save(paths.synthetic(name, "train"))
    digits[train:].save(paths.synthetic(name, "test"))
    ways = interpolate(painter, ROWS, COLUMNS, params.seed)
    write_synthetic_pictures(paths.synthetic_pictures(name), digits[:train], ways)
    write_json(paths.METRICS / f"synthetic/{name}.json", summary(digits))


if __name__ == "__main__":
    stage.run(main)
