"""Export a set, or keep the reasons why it is refused: `export.py SET`."""

from synthdigits.plumbing import stage
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.export.exporter import Exporter, export_figures
from synthdigits.figures import write_json


def main() -> None:
    params = load_params()
    name = stage.chosen_name("set", paths.set_names(params.gans, params.inpainters))
    # A run changes the tree that it would be judged by: it is recorded, not refused.
    exporter = Exporter(params, params.export.formats, allow_dirty=True)
    outcome = exporter.export(name, paths.EXPORT / name)
    write_json(paths.export_facts(name), export_figures(outcome))


if __name__ == "__main__":
    stage.run(main)
