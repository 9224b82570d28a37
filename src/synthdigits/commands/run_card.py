"""The card of shipped weights, from the figures that the stages of a finished run wrote."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from synthdigits.commands.finished_run import FinishedRun
from synthdigits.config import paths
from synthdigits.config.sections import Licence, Schedule
from synthdigits.export.documents.licences import KNOWN
from synthdigits.measures.intervals import proportion
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import sha256_of
from synthdigits.pretrained import shipped
from synthdigits.pretrained.card import Card, Part, Score, WeightsFacts

SCHEDULE: Schedule = "published"
FAMILIES: dict[shipped.Name, str] = {
    "conditional": "gans",
    "unet": "inpainters",
    "cnn": "classifiers",
}
REAL = paths.accuracy("classifiers") / "real.json"
SCORED = ("synthetic_only.conditional", "inpainted.unet")
"""Folders of metrics/accuracy/ of which every arm goes into the card."""
READ_ON_VALIDATION = {"cnn": "real", "synthetic_only_conditional": "synthetic_only.conditional"}
"""By training: the arm of its ``validation_accuracy``, where it has one."""
VALIDATION_ENDING = ".validation"
CONFIDENCE = 0.95


def weights_in(name: shipped.Name) -> Path:
    """Where a run keeps these weights."""
    return Path(f"data/models/{FAMILIES[name]}/{name}.safetensors")


def card_of(run: FinishedRun) -> Card:
    """What the run says of the three networks.

    Raises:
        SynthdigitsError: its schedule is another one, the real digits have no known licence, or a
            file that is needed is missing or of another run.
    """
    if run.params.get("schedule") != SCHEDULE:
        raise SynthdigitsError(
            f"{run.root}: schedule {run.params.get('schedule')}; only {SCHEDULE} is shipped"
        )
    source = str(run.params["data"]["source"])
    return Card(
        version=version("synthdigits"),
        revision=run.revision,
        committed=run.committed,
        schedule=SCHEDULE,
        seed=run.params["seed"],
        source=source,
        pytorch=version("torch"),
        confidence=CONFIDENCE,
        weights={name: _weights(run, name) for name in shipped.NAMES},
        accuracy={"validation": _on_validation(run), "test": _accuracies(run, "test")},
        fidelity=_all(run, paths.METRICS / "fidelity", "conditional", "real_floor"),
        membership=_all(run, paths.METRICS / "membership"),
        licence=licence_of(source),
    )


def licence_of(source: str) -> Licence:
    """Of the real digits.

    Raises:
        SynthdigitsError: nobody knows it.
    """
    if source not in KNOWN:
        raise SynthdigitsError(f"data.source {source}: no licence is known, so nothing is shipped")
    return KNOWN[source]


def _weights(run: FinishedRun, name: shipped.Name) -> WeightsFacts:
    path = weights_in(name)
    file = run.file(path)
    header = _header(file)
    _refuse_test_rows(file, header["training_rows"], run)
    return WeightsFacts(
        file=path.name,
        stage=str(run.maker(path)),
        bytes=file.stat().st_size,
        sha256=sha256_of(file),
        training_rows=header["training_rows"],
        precision=header.get("precision", "float32"),
        params=run.params[FAMILIES[name]][name],
        training=run.figures(paths.METRICS / f"training/{name}.json"),
    )


def _header(file: Path) -> dict[str, Any]:
    try:
        with safe_open(file, framework="numpy") as opened:
            header: dict[str, Any] = json.loads((opened.metadata() or {})["synthdigits"])
    except (SafetensorError, KeyError, json.JSONDecodeError) as error:
        raise SynthdigitsError(f"{file}: no weights of this project: {error}") from None
    return header


def _refuse_test_rows(file: Path, training_rows: list[list[int]], run: FinishedRun) -> None:
    last, images = max(last for _, last in training_rows), training_images(run)
    if last >= images:
        raise SynthdigitsError(
            f"{file}: row {last} is behind it, a test row: these begin at {images}"
        )


def training_images(run: FinishedRun) -> int:
    return int(run.figures(paths.METRICS / "data.json")["train"]["images"])


def _accuracies(run: FinishedRun, part: Part) -> dict[str, Score]:
    """Scores of the stages: an arm whose name ends in ``.validation`` is of those digits."""
    files = [REAL.with_name(f"real{VALIDATION_ENDING}.json"), REAL]
    files = [file for file in files if run.holds(file)]
    for folder in map(paths.accuracy, SCORED):
        run.file(folder / f"{folder.name}.json")  # the one that no card goes without
        files += [folder / file.name for file in sorted((run.root / folder).glob("*.json"))]
    return {
        file.stem.removesuffix(VALIDATION_ENDING): _score(run.figures(file))
        for file in files
        if file.stem.endswith(VALIDATION_ENDING) == (part == "validation")
    }


def _on_validation(run: FinishedRun) -> dict[str, Score]:
    """Scores of the stages, and of trainings that measure themselves on what they hold back."""
    scores = {}
    held_back = round(
        training_images(run) * run.params["classifiers"]["cnn"]["validation_fraction"]
    )
    for training, arm in READ_ON_VALIDATION.items():
        file = paths.METRICS / f"training/{training}.json"
        accuracy = run.figures(file).get("validation_accuracy") if run.holds(file) else None
        if accuracy is not None:
            right = round(accuracy * held_back)
            scores[arm] = Score(**asdict(proportion(right, held_back, CONFIDENCE)))
    return scores | _accuracies(run, "validation")


def _score(figures: dict[str, Any]) -> Score:
    return Score(**{key: figures[key] for key in Score.model_fields})


def _all(run: FinishedRun, folder: Path, *wanted: str) -> dict[str, dict[str, Any]]:
    """Figures of a folder of metrics/ by name: those that are of this run, of all or of some."""
    files = [folder / file.name for file in sorted((run.root / folder).glob("*.json"))]
    return {
        file.stem: run.figures(file)
        for file in files
        if run.holds(file) and (not wanted or file.stem in wanted)
    }
