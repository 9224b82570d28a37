"""Draw the sheets and write metrics/report.md from the figures in metrics/."""

from synthdigits import paths, stage
from synthdigits.data.digits import Digits, MaskedDigits, SyntheticDigits
from synthdigits.params import Inpainters, load_params
from synthdigits.reporting import sheets
from synthdigits.reporting.metrics_files import write_image, write_text
from synthdigits.reporting.report import render

BANDS, COLUMNS = 3, 16


def main() -> None:
    params = load_params()
    images = paths.METRICS / "images"
    whole, masked = Digits.load(paths.RAW_TEST), MaskedDigits.load(paths.MASKED_TEST)
    for name in Inpainters.model_fields:
        repaired = MaskedDigits.load(paths.inpainted(name, "test"))
        sheet = sheets.bands([whole, masked, repaired], COLUMNS, BANDS)
        write_image(images / f"inpainted_{name}.png", sheet)
    for name in params.gans:
        digits = SyntheticDigits.load(paths.synthetic(name, "train"))
        write_image(images / f"synthetic_{name}.png", sheets.by_class(digits, COLUMNS))
    write_text(paths.METRICS / "report.md", render(paths.METRICS, params))


if __name__ == "__main__":
    stage.run(main)
