"""Make a GAN's labelled training and test set: `generate.py NAME`."""

from synthdigits.adversarial.generation import generate, interpolate, summary
from synthdigits.classifiers.reading import load_classifier
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.drawing import sheets
from synthdigits.figures import write_image, write_json
from synthdigits.plumbing import stage

ROWS, COLUMNS = 10, 16


def main() -> None:
    params = load_params()
    name = stage.chosen_name("gan", params.gans)
    train = params.synthetic.train_images_of(name).at(params.schedule)
    test = params.synthetic.test_images.at(params.schedule)
    reader = load_classifier(paths.classifier_weights("cnn"))
    digits = generate(paths.gan_weights(name), 0, train + test, params.seed, reader)
    digits[:train].save(paths.synthetic(name, "train"))
    digits[train:].save(paths.synthetic(name, "test"))
    ways = interpolate(paths.gan_weights(name), ROWS, COLUMNS, params.seed)
    write_image(paths.INTERPOLATIONS / f"{name}.png", sheets.grid(ways))
    write_json(paths.METRICS / f"synthetic/{name}.json", summary(digits))


if __name__ == "__main__":
    stage.run(main)
