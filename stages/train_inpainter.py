"""Train an inpainter: `train_inpainter.py NAME`, a section of `inpainters` in params.yaml."""

from dataclasses import asdict

from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.config.sections import Inpainters
from synthdigits.digits.digits import Digits, MaskedDigits, split_off_last
from synthdigits.drawing.training_pictures import EXHIBITED, write_inpainter_pictures
from synthdigits.figures import write_json, write_losses
from synthdigits.inpainting.error import repair_error
from synthdigits.inpainting.repair import inpaint
from synthdigits.inpainting.training import train_inpainter
from synthdigits.learning.loop import TrainingRun
from synthdigits.learning.weights import Header, save_weights
from synthdigits.plumbing import stage
from synthdigits.zoo import inpainter_class


def main() -> None:
    params = load_params()
    name = stage.chosen_name("inpainter", Inpainters.model_fields)
    section = getattr(params.inpainters, name)
    fraction = section.validation_fraction
    digits, original = split_off_last(Digits.load(paths.RAW_TRAIN), fraction)
    fixed, masked = split_off_last(MaskedDigits.load(paths.MASKED_TRAIN), fraction)
    named = inpainter_class(name).judge
    judge = paths.classifier_weights(named) if named else None
    run = TrainingRun.of(
        f"inpainter {name}", params, section, digits, fixed, *filter(None, [judge])
    )
    exhibit, interval = masked[:EXHIBITED], section.picture_interval.at(params.schedule)
    trained = train_inpainter(
        run, name, section, digits, params.mask, fixed, judge, exhibit, interval
    )
    weights, log = paths.inpainter_weights(name), trained.log
    header = Header(name, digits.classes, trained.inpainter.network_arguments, trained.rows)
    save_weights(weights, trained.inpainter.network, header)
    write_losses(paths.METRICS / f"losses/{name}.csv", log.loss_names, log.losses)
    pictures, originals = paths.training_pictures(name), original.images[:EXHIBITED]
    write_inpainter_pictures(pictures, originals, exhibit.images, trained.paintings)
    error = repair_error(original, inpaint(weights, masked))
    write_json(paths.METRICS / f"inpainters/{name}.json", {**asdict(error), **trained.facts()})
    run.forget()


if __name__ == "__main__":
    stage.run(main)
