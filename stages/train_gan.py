"""Train a GAN on real digits: `train_gan.py NAME`, a section of `gans` in params.yaml."""

from synthdigits.adversarial.training import train_gan
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits, split_off_last
from synthdigits.drawing.training_pictures import write_gan_pictures
from synthdigits.figures import write_json, write_losses, write_table
from synthdigits.learning.loop import TrainingRun
from synthdigits.learning.weights import Header, ranges_of, save_weights
from synthdigits.plumbing import stage


def main() -> None:
    params = load_params()
    name = stage.chosen_name("gan", params.gans)
    section = params.gans[name]
    train = Digits.load(paths.RAW_TRAIN)
    digits, held_back = split_off_last(train, section.validation_fraction)
    run = TrainingRun.of(f"gan {name}", params, section, digits, held_back)
    interval = section.picture_interval.at(params.schedule)
    trained = train_gan(run, name, section, digits, held_back, interval)
    arguments = trained.gan.generator_arguments
    header = Header(name, digits.classes, arguments, ranges_of(train.rows))
    save_weights(paths.gan_weights(name), trained.generator, header)
    write_losses(paths.METRICS / f"losses/{name}.csv", trained.log.loss_names, trained.log.losses)
    write_gan_pictures(paths.training_pictures(name), trained.paintings)
    if trained.selection:
        write_table(paths.training_pictures(name) / "validation.csv", trained.selection.curve())
    write_json(paths.METRICS / f"gans/{name}.json", trained.facts(len(digits)))
    run.forget()


if __name__ == "__main__":
    stage.run(main)
