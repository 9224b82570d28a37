"""Fetch the real digits, check them, and keep training and test rows in files of their own."""

import os

from synthdigits.plumbing import stage
from synthdigits import zoo
from synthdigits.config import paths
from synthdigits.config.params import load_params
from synthdigits.figures import write_json
from synthdigits.sources.sources import Request, load


def main() -> None:
    params = load_params()
    zoo.check(params)
    preferred = os.environ.get("SYNTHDIGITS_MIRROR", "")
    mirrors = [*filter(None, [preferred]), *params.data.mirrors]
    splits = load(params.data.source, Request(mirrors, paths.DOWNLOADS))
    splits.train.save(paths.RAW_TRAIN)
    splits.test.save(paths.RAW_TEST)
    write_json(
        paths.METRICS / "data.json",
        {
            "source": params.data.source,
            "classes": splits.class_names,
            "train": {"images": len(splits.train), "per_class": splits.train.counts},
            "test": {"images": len(splits.test), "per_class": splits.test.counts},
            "checks": dict(splits.checks),
        },
    )


if __name__ == "__main__":
    stage.run(main)
