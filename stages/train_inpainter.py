"""Train an inpainter: `train_inpainter.py NAME`, a section of `inpainters` in params.yaml."""

from synthdigits.plumbing import stage
from synthdigits import zoo
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.digits.digits import Digits, MaskedDigits, split_off_last
from synthdigits.drawing.training_pictures import EXHIBITED, write_inpainter_pictures
from synthdigits.inpainting.training import InpainterMaterial, results_of, train_inpainter
from synthdigits.learning.results import keep
from synthdigits.learning.run import TrainingRun


def main() -> None:
    params = load_params()
    name = stage.chosen_name("inpainter", params.inpainters)
    section = zoo.inpainter_params(params, name)
    fraction = section.validation_fraction
    digits, original = split_off_last(Digits.load(paths.RAW_TRAIN), fraction)
    fixed, masked = split_off_last(MaskedDigits.load(paths.MASKED_TRAIN), fraction)
    guide = zoo.inpainter_class(name).guide
    weights = paths.classifier_weights(guide) if guide else None
    material = InpainterMaterial(digits, fixed, params.mask, masked[:EXHIBITED], weights)
    guides = [weights] if weights else []
    run = TrainingRun.of(f"inpainter {name}", params, section, params.mask, digits, fixed, *guides)
    trained = train_inpainter(run, name, section, material)
    originals = original.images[:EXHIBITED]
    pictures = paths.training_pictures(name)
    write_inpainter_pictures(pictures, originals, material.exhibit.images, trained.paintings)
    results = results_of(trained, name, material, original, masked)
    keep(run, results, paths.training_files("inpainters", name))


if __name__ == "__main__":
    stage.run(main)
