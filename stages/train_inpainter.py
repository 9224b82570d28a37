"""Train an inpainter: `train_inpainter.py inpaint_dcgan|unet`."""

from synthdigits import paths, stage
from synthdigits.data.digits import Digits, MaskedDigits, split_off_last
from synthdigits.evaluation.reading import load_classifier
from synthdigits.evaluation.repairs import repair_error
from synthdigits.models.inpainters import inpainter_class
from synthdigits.models.weights import (
    Header,
    merged,
    parameter_count,
    ranges_of,
    rows_behind,
    save_weights,
)
from synthdigits.params import Inpainters, load_params
from synthdigits.repair import inpaint
from synthdigits.reporting.metrics_files import write_json, write_losses
from synthdigits.reporting.training_pictures import EXHIBITED, write_inpainter_pictures
from synthdigits.training.inpainting import Exhibit, train_inpainter
from synthdigits.training.loop import TrainingRun


def main() -> None:
    params = load_params()
    name = stage.chosen_name("inpainter", Inpainters.model_fields)
    section = getattr(params.inpainters, name)
    fraction = section.validation_fraction
    digits, validation = split_off_last(Digits.load(paths.RAW_TRAIN), fraction)
    fixed, masked_validation = split_off_last(MaskedDigits.load(paths.MASKED_TRAIN), fraction)
    judge = inpainter_class(name).judge
    judges = [paths.classifier_weights(judge)] if judge else []

    shown = masked_validation[:EXHIBITED]
    run = TrainingRun.of(f"inpainter {name}", params, section, digits, fixed, *judges)
    trained = train_inpainter(
        run,
        name,
        section,
        digits,
        params.mask,
        fixed,
        judge=load_classifier(judges[0]) if judges else None,
        exhibit=Exhibit(shown, section.picture_interval.at(params.schedule)),
    )
    rows = merged(ranges_of(digits.rows) + rows_behind(*judges))
    network, log = trained.inpainter.network, trained.log
    header = Header(name, digits.classes, trained.inpainter.network_arguments, rows)
    save_weights(paths.inpainter_weights(name), network, header)
    write_losses(paths.METRICS / f"losses/{name}.csv", log.loss_names, log.losses)
    pictures = paths.training_pictures(name)
    originals = validation.images[:EXHIBITED]
    write_inpainter_pictures(pictures, originals, shown.images, trained.paintings)
    error = repair_error(validation, inpaint(paths.inpainter_weights(name), masked_validation))
    facts = {
        "hole_l1": error.hole_l1,
        "psnr": error.psnr,
        "parameters": parameter_count(network),
        **log.facts(),
    }
    write_json(paths.METRICS / f"inpainters/{name}.json", facts)
    run.forget()


if __name__ == "__main__":
    stage.run(main)
