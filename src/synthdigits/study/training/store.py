"""Results of finished tasks, kept outside DVC's outs until the whole study is done."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from synthdigits.classifiers.networks import Classifier
from synthdigits.config.paths import STUDY_CHOICES
from synthdigits.config.sections import WarpParams
from synthdigits.digits.digits import Digits
from synthdigits.learning.weights import Header, save_weights
from synthdigits.plumbing.checkpoint import ROOT
from synthdigits.plumbing.files import replacing
from synthdigits.study.training.ingredients import Ingredients
from synthdigits.study.training.learning import CLASSIFIER
from synthdigits.study.training.setting import STUDY_RUNS, Subset


class Store:
    """One folder for each subset: synthetic digits, what was chosen, and a classifier for each arm.

    Args:
        fingerprint: of all that shapes the results; another one begins anew.
    """

    def __init__(self, fingerprint: str) -> None:
        self.folder = ROOT / STUDY_RUNS / "results" / fingerprint

    def has_ingredients(self, subset: Subset) -> bool:
        return (self.folder / subset.name / STUDY_CHOICES).exists()

    def ingredients_of(self, subset: Subset) -> Ingredients:
        """What :meth:`keep_ingredients` kept."""
        folder = self.folder / subset.name
        chosen = json.loads((folder / STUDY_CHOICES).read_text(encoding="utf-8"))
        sets = {name: Digits.load(folder / f"{name}.npz") for name in chosen["sets"]}
        return Ingredients(WarpParams(**chosen["warp"]), chosen["shares"], sets)

    def keep_ingredients(self, subset: Subset, ingredients: Ingredients) -> None:
        folder = self.folder / subset.name
        for name, digits in ingredients.sets.items():
            digits.save(folder / f"{name}.npz")
        chosen = {
            "warp": ingredients.warp.model_dump(),
            "shares": ingredients.shares,
            "sets": {name: len(digits) for name, digits in ingredients.sets.items()},
        }
        with replacing(
            folder / STUDY_CHOICES
        ) as partial:  # last: with it the folder counts as done
            partial.write_text(json.dumps(chosen, indent=2) + "\n", encoding="utf-8")

    def has_arm(self, subset: Subset, arm: str) -> bool:
        return self._weights(subset, arm).exists()

    def keep_arm(
        self, subset: Subset, arm: str, network: Classifier, rows: list[list[int]]
    ) -> None:
        header = Header(CLASSIFIER, subset.classes, {}, rows)
        save_weights(self._weights(subset, arm), network, header)

    def publish(self, target: Path) -> None:
        """Move everything to ``target``; nothing of the study stays behind."""
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(self.folder, target)
        shutil.rmtree(ROOT / STUDY_RUNS)

    def _weights(self, subset: Subset, arm: str) -> Path:
        return self.folder / subset.name / f"{arm}.safetensors"
