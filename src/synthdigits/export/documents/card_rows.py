"""The facts on a set's card, line by line: its template places them, `verify` looks for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from synthdigits.export.documents.manifest import Manifest
from synthdigits.export.documents.markup import code, plain
from synthdigits.export.documents.scores import MEASURES


@dataclass(frozen=True)
class CardRows:
    """Lines of Markdown."""

    manifest: Manifest

    @cached_property
    def counts(self) -> list[str]:
        """A table of images by class and split."""
        splits = self.manifest.splits
        per_class = zip(*(facts.per_class.values() for facts in splits.values()), strict=True)
        rows = zip(map(code, self.manifest.classes), per_class, strict=True)
        return [_row("class", *splits), *(_row(name, *counts) for name, counts in rows)]

    @cached_property
    def accuracies(self) -> list[str]:
        return [
            _row(
                plain(arm),
                percent(score["accuracy"]),
                f"{percent(score['low'])} – {percent(score['high'])}",
                score["images"],
            )
            for arm, score in self.manifest.figures["accuracy"].items()
        ]

    @cached_property
    def fidelity(self) -> list[str]:
        """Measures of a synthetic set beside those of real digits; none of other sets."""
        if self.manifest.kind != "synthetic":
            return []
        here, real = (self.manifest.figures[key] for key in ("fidelity", "fidelity_of_real_digits"))
        return [_row(key, here[key], real[key]) for key in MEASURES]

    @cached_property
    def origins(self) -> list[str]:
        """What the set was made by, and which real rows are behind it and which are not."""
        made, source = self.manifest.code, code(self.manifest.origin.source)
        changed = f", with {len(made.changed)} uncommitted changes" if made.changed else ""
        networks = [
            f"- {model.role} {code(model.name)}, {code(model.file)}, learned from the rows "
            f"{_ranges(model.training_rows)} of {source}."
            for model in self.manifest.models
        ]
        return [
            *networks,
            f"- No test digit (rows {_ranges(self.manifest.origin.test_rows)}) was trained on.",
            f"- Code: synthdigits {plain(made.version)}, revision "
            f"{plain(made.revision or 'unknown')}{changed}.",
        ]

    @cached_property
    def licence(self) -> str:
        terms = self.manifest.licence
        return (
            f"{plain(terms.spdx)}, {plain(terms.url)}. Derived from: {plain(terms.attribution)}. "
            "See `LICENCE.txt`."
        )

    @cached_property
    def given_away(self) -> str:
        """What a membership attack found; nothing where no network was attacked."""
        attack = self.manifest.figures.get("membership")
        if attack is None:
            return ""
        ends = [percent(attack[f"true_positives_{end}"]) for end in ("low", "high")]
        area = [f"{float(attack[key]):.3f}" for key in ("auc", "auc_low", "auc_high")]
        return (
            f"looks at {attack['members']} digits that {code(self.manifest.models[0].name)} was "
            f"trained on and {attack['held_out']} that it never saw. The area under the attack's "
            f"curve is {area[0]} ({area[1]} – {area[2]}), 0.5 being a guess; at 1 % false alarms "
            f"it finds {percent(attack['true_positives'])} of the members ({ends[0]} – {ends[1]}),"
        )


def percent(share: float) -> str:
    return f"{100 * share:.2f} %"


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _ranges(rows: list[list[int]]) -> str:
    return ", ".join(f"{first}–{last}" for first, last in rows)
