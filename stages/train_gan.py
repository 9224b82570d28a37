"""Train a GAN on real digits: `train_gan.py NAME`, a section of `gans` in params.yaml."""

from synthdigits.plumbing import stage
from synthdigits import zoo
from synthdigits.adversarial.training import GanMaterial, results_of, train_gan
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits, split_off_last
from synthdigits.drawing.training_pictures import write_gan_pictures
from synthdigits.figures import write_table
from synthdigits.learning.results import keep
from synthdigits.learning.run import TrainingRun


def main() -> None:
    params = load_params()
    name = stage.chosen_name("gan", params.gans)
    section = zoo.gan_params(params, name)
    train = Digits.load(paths.RAW_TRAIN)
    material = GanMaterial(*split_off_last(train, section.validation_fraction))
    run = TrainingRun.of(f"gan {name}", params, section, material.digits, material.held_back)
    trained = train_gan(run, name, section, material)
    pictures = paths.training_pictures(name)
    write_gan_pictures(pictures, trained.paintings)
    if trained.selection:
        write_table(pictures / "validation.csv", trained.selection.curve())
    keep(run, results_of(trained, name, material), paths.training_files("gans", name))


if __name__ == "__main__":
    stage.run(main)
