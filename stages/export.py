"""Export every set that passes the gate; keep the reasons why the others don't."""

from synthdigits import paths, stage
from synthdigits.export.catalogue import set_names
from synthdigits.export.exporter import Exporter, Refused
from synthdigits.params import load_params
from synthdigits.reporting.metrics_files import write_json


def main() -> None:
    params = load_params()
    # A run changes the tree that it would be judged by: it is recorded, not refused.
    exporter = Exporter(params, params.export.formats, allow_dirty=True)
    refused = {}
    for name in set_names(params):
        outcome = exporter.export(name, paths.EXPORT / name)
        if isinstance(outcome, Refused):
            refused[name] = outcome.reasons
    write_json(paths.EXPORT / "refused.json", refused)
    write_json(
        paths.METRICS / "export.json",
        {
            "exported": len(set_names(params)) - len(refused),
            "refused": {name: "; ".join(reasons) for name, reasons in refused.items()},
        },
    )


if __name__ == "__main__":
    stage.run(main)
