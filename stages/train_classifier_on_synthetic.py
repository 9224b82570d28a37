"""Train `cnn` on one synthetic set alone: `train_classifier_on_synthetic.py GAN`."""

from dataclasses import replace

from synthdigits.plumbing import stage
from synthdigits.classification.training import Material, results_of, train_classifier
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.config.sections import RecipeParams
from synthdigits.digits.digits import SyntheticDigits
from synthdigits.learning.results import keep
from synthdigits.learning.run import TrainingRun
from synthdigits.learning.weights import read_weights, rows_behind


def main() -> None:
    params = load_params()
    gan = stage.chosen_name("gan", params.gans)
    name = f"synthetic_only_{gan}"
    section, synthetic = params.classifiers.cnn, params.synthetic
    digits = SyntheticDigits.load(paths.synthetic(gan, "train"))
    run = TrainingRun.of(f"classifier {name}", params, section, synthetic, digits)
    run = replace(run, iterations=synthetic.classifier_iterations.at(params.schedule))
    recipe = RecipeParams(learning_rate=section.learning_rate, warp=synthetic.warp)
    classes = read_weights(paths.gan_weights(gan))[0].classes
    network, log = train_classifier(run, "cnn", recipe, Material(digits, classes))
    rows = rows_behind(paths.gan_weights(gan), paths.classifier_weights("cnn"))
    results = results_of(network, log, "cnn", rows)
    keep(run, results, paths.training_files("classifiers", name))


if __name__ == "__main__":
    stage.run(main)
