"""Gather what was scored into headline.json, accuracy.json and fidelity.json; write the report."""

from synthdigits.plumbing import stage
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.figures import write_json, write_text
from synthdigits.reporting.gathering import fidelity_file, gather, validation_curves
from synthdigits.reporting.headline import headline
from synthdigits.reporting.pictures import draw_generators, draw_holes, draw_validation
from synthdigits.reporting.report import render


def main() -> None:
    params = load_params()
    gans, inpainters = list(params.gans), list(params.inpainters)
    results, curves = gather(gans, inpainters), validation_curves(gans)
    write_json(paths.METRICS / "accuracy.json", results.accuracy)
    write_json(paths.METRICS / "fidelity.json", fidelity_file(results))
    write_json(paths.METRICS / "headline.json", headline(results))
    draw_generators(gans)
    draw_holes(inpainters)
    if curves is not None:
        draw_validation(curves)
    report = render(results, params, curves is not None)
    write_text(paths.METRICS / "report.md", report)


if __name__ == "__main__":
    stage.run(main)
