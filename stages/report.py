"""Draw the sheets and write metrics/report.md from the figures in metrics/."""

from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.figures import write_text
from synthdigits.plumbing import stage
from synthdigits.reporting.report import render
from synthdigits.reporting.result_sheets import draw_inpainted, draw_synthetic, draw_validation


def main() -> None:
    params = load_params()
    draw_inpainted()
    draw_synthetic(list(params.gans))
    draw_validation(list(params.gans))
    write_text(paths.METRICS / "report.md", render(paths.METRICS, params))


if __name__ == "__main__":
    stage.run(main)
