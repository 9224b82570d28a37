"""Results of finished tasks, kept outside DVC's outs until the whole study is done."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path

from synthdigits.classifiers.networks import Classifier
from synthdigits.config.paths import STUDY_CHOICES
from synthdigits.config.sections import WarpParams
from synthdigits.digits.digits import Digits
from synthdigits.figures import write_text
from synthdigits.learning.weights import Header, save_weights
from synthdigits.plumbing.checkpoint import ROOT
from synthdigits.plumbing.files import replacing, sha256_of, write_through
from synthdigits.study.training.ingredients import Ingredients
from synthdigits.study.training.learning import CLASSIFIER
from synthdigits.study.training.setting import STUDY_RUNS, Subset


class Store:
    """One folder for each subset: synthetic digits, what was chosen, and a classifier for each arm.

    Every file has a seal, its sha256, in a folder of its own: what has none or another one counts
    as not done.

    Args:
        fingerprint: of all that shapes the results; another one begins anew.
    """

    def __init__(self, fingerprint: str) -> None:
        self.folder = ROOT / STUDY_RUNS / "results" / fingerprint
        self.seals = ROOT / STUDY_RUNS / "seals" / fingerprint

    def has_ingredients(self, subset: Subset) -> bool:
        choices = self._choices(subset)
        return self._is_whole(choices) and all(
            self._is_whole(choices.with_name(f"{name}.npz")) for name in _chosen(choices)["sets"]
        )

    def ingredients_of(self, subset: Subset) -> Ingredients:
        """What :meth:`keep_ingredients` kept."""
        choices = self._choices(subset)
        chosen = _chosen(choices)
        sets = {name: Digits.load(choices.with_name(f"{name}.npz")) for name in chosen["sets"]}
        return Ingredients(WarpParams(**chosen["warp"]), chosen["shares"], sets)

    def keep_ingredients(self, subset: Subset, ingredients: Ingredients) -> None:
        choices = self._choices(subset)
        for name, digits in ingredients.sets.items():
            path = choices.with_name(f"{name}.npz")
            digits.save(path)
            self._seal(path)
        chosen = {
            "warp": ingredients.warp.model_dump(),
            "shares": ingredients.shares,
            "sets": {name: len(digits) for name, digits in ingredients.sets.items()},
        }
        with replacing(choices) as partial:  # last: with it the folder counts as done
            partial.write_text(json.dumps(chosen, indent=2) + "\n", encoding="utf-8")
        self._seal(choices)

    def has_arm(self, subset: Subset, arm: str) -> bool:
        return self._is_whole(self._weights(subset, arm))

    def keep_arm(
        self, subset: Subset, arm: str, network: Classifier, rows: list[list[int]]
    ) -> None:
        header = Header(CLASSIFIER, subset.classes, {}, rows)
        path = self._weights(subset, arm)
        save_weights(path, network, header)
        self._seal(path)

    def publish(self, target: Path) -> None:
        """Move everything to ``target``; nothing of the study stays behind."""
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(self.folder, target)
        shutil.rmtree(ROOT / STUDY_RUNS)

    def _choices(self, subset: Subset) -> Path:
        return self.folder / subset.name / STUDY_CHOICES

    def _weights(self, subset: Subset, arm: str) -> Path:
        return self.folder / subset.name / f"{arm}.safetensors"

    def _seal(self, path: Path) -> None:
        write_through(path)
        write_text(self._seal_of(path), sha256_of(path))

    def _is_whole(self, path: Path) -> bool:
        seal = self._seal_of(path)
        if not path.is_file() or not seal.is_file():
            return False
        whole = seal.read_text(encoding="utf-8", errors="replace") == sha256_of(path)
        if not whole:
            logging.warning("%s: damaged result passed over: it is made again", path)
        return whole

    def _seal_of(self, path: Path) -> Path:
        place = path.relative_to(self.folder)
        return self.seals / place.with_name(f"{place.name}.sha256")


def _chosen(choices: Path) -> dict[str, dict[str, float]]:
    content: dict[str, dict[str, float]] = json.loads(choices.read_text(encoding="utf-8"))
    return content
