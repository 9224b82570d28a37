"""Train a GAN on real digits: `train_gan.py NAME`, a section of `gans` in params.yaml."""

from synthdigits import paths, stage
from synthdigits.data.digits import Digits, split_off_last
from synthdigits.models.weights import Header, parameter_count, ranges_of, save_weights
from synthdigits.params import load_params
from synthdigits.reporting.metrics_files import write_json, write_losses
from synthdigits.training.adversarial import train_gan
from synthdigits.training.loop import TrainingRun


def main() -> None:
    params = load_params()
    name = stage.chosen_name("gan", params.gans)
    section = params.gans[name]
    digits, _ = split_off_last(Digits.load(paths.RAW_TRAIN), section.validation_fraction)
    run = TrainingRun.of(f"gan {name}", params, section, digits)
    trained = train_gan(run, name, section, digits)
    gan, log = trained.gan, trained.log
    header = Header(name, digits.classes, gan.generator_arguments, ranges_of(digits.rows))
    save_weights(paths.gan_weights(name), trained.generator, header)
    write_losses(paths.METRICS / f"losses/{name}.csv", log.loss_names, log.losses)
    facts = {
        "generator_parameters": parameter_count(trained.generator),
        "discriminator_parameters": parameter_count(gan.discriminator),
        **log.facts(),
        **log.last_losses,
    }
    write_json(paths.METRICS / f"gans/{name}.json", facts)
    run.forget()


if __name__ == "__main__":
    stage.run(main)
