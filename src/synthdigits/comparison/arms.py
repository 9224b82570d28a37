"""The arms of the comparison: which classifier reads which version of the test digits."""

from __future__ import annotations

from pathlib import Path

from synthdigits.classifiers.reading import load_classifier
from synthdigits.comparison.accuracy import Verdict, judge
from synthdigits.config import paths
from synthdigits.digits.digits import Digits, MaskedDigits
from synthdigits.digits.masking import marked
from synthdigits.inpainting.classical import classical_repairs
from synthdigits.learning.weights import rows_behind


def judge_arms(gans: list[str], inpainters: list[str]) -> dict[str, Verdict]:
    """Verdicts by arm: `real`, `masked`, `inpainted.<name>`, `synthetic_only.<name>` …

    `real`, `masked` and `inpainted` are read by the same `cnn`, which never saw a hole;
    `masked_trained` is told where the holes are, as a repair is.
    """
    whole = Digits.load(paths.RAW_TEST)
    masked = MaskedDigits.load(paths.MASKED_TEST)
    cnn = paths.classifier_weights("cnn")
    verdicts = {
        "real": _judge(cnn, whole),
        **{f"real.{name}": _judge(paths.classifier_weights(name), whole) for name in paths.REPEATS},
        "seed_cnn": _judge(paths.classifier_weights("seed_cnn"), whole),
        "masked": _judge(cnn, masked),
        "masked_trained": _judge(paths.classifier_weights("masked_trained"), marked(masked)),
    }
    for name, repair in classical_repairs(Digits.load(paths.RAW_TRAIN)).items():
        verdicts[f"inpainted.{name}"] = _judge(cnn, repair(masked))
    for name in inpainters:
        repaired = MaskedDigits.load(paths.inpainted(name, "test"))
        verdicts[f"inpainted.{name}"] = _judge(cnn, repaired, paths.inpainter_weights(name))
    for name in gans:
        weights = paths.classifier_weights(f"synthetic_only_{name}")
        verdicts[f"synthetic_only.{name}"] = _judge(weights, whole)
    verdicts["gan_augmented"] = _judge(paths.classifier_weights("gan_augmented"), whole)
    return verdicts


def _judge(classifier: Path, test: Digits, *others: Path) -> Verdict:
    return judge(load_classifier(classifier), test, rows_behind(classifier, *others))
