"""Train `cnn` on one synthetic set alone: `train_classifier_on_synthetic.py GAN`."""

from dataclasses import replace

from synthdigits.classification.training import train_classifier
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.config.sections import RecipeParams
from synthdigits.digits.digits import SyntheticDigits
from synthdigits.figures import write_losses
from synthdigits.learning.loop import TrainingRun
from synthdigits.learning.weights import Header, read_weights, rows_behind, save_weights
from synthdigits.plumbing import stage


def main() -> None:
    params = load_params()
    gan = stage.chosen_name("gan", params.gans)
    name = f"synthetic_only_{gan}"
    section = params.classifiers.cnn
    digits = SyntheticDigits.load(paths.synthetic(gan, "train"))
    iterations = params.synthetic.classifier_iterations.at(params.schedule)
    run = TrainingRun.of(f"classifier {name}", params, section, digits)
    run = replace(run, iterations=iterations)
    recipe = RecipeParams(learning_rate=section.learning_rate, warp=params.synthetic.warp)
    classes = read_weights(paths.gan_weights(gan))[0].classes
    network, log = train_classifier(run, "cnn", recipe, digits, classes)
    rows = rows_behind(paths.gan_weights(gan), paths.classifier_weights("cnn"))
    header = Header("cnn", classes, {}, rows)
    save_weights(paths.classifier_weights(name), network, header)
    write_losses(paths.METRICS / f"losses/{name}.csv", log.loss_names, log.losses)
    run.forget()


if __name__ == "__main__":
    stage.run(main)
