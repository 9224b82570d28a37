"""Export every set that passes the gate; keep the reasons why the others don't."""

from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.export.catalogue import set_names
from synthdigits.export.exporter import Exporter
from synthdigits.figures import write_json
from synthdigits.plumbing import stage


def main() -> None:
    params = load_params()
    # A run changes the tree that it would be judged by: it is recorded, not refused.
    exporter = Exporter(params, params.export.formats, allow_dirty=True)
    names = set_names(params)
    refused = exporter.export_all(names, paths.EXPORT)
    write_json(paths.EXPORT / "refused.json", refused)
    write_json(
        paths.METRICS / "export.json",
        {
            "exported": len(names) - len(refused),
            "refused": {name: "; ".join(reasons) for name, reasons in refused.items()},
        },
    )


if __name__ == "__main__":
    stage.run(main)
