"""Small weights in place of the shipped ones: those of the fixture, of a demo run."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from synthdigits.export.documents.licences import KNOWN
from synthdigits.plumbing.files import sha256_of
from synthdigits.pretrained import shipped
from synthdigits.pretrained.card import Card, Score, WeightsFacts, write_card

FIXTURE = Path(__file__).parent / "fixtures/made-by-b44d8c0"
FILES: dict[shipped.Name, Path] = {
    "conditional": FIXTURE / "synthetic-conditional/weights/conditional.safetensors",
    "unet": FIXTURE / "inpainted-unet/weights/unet.safetensors",
    "cnn": FIXTURE / "synthetic-conditional/weights/cnn.safetensors",
}
SCORE = Score(accuracy=0.9, low=0.88, high=0.92, images=1000)


def plant_stand_ins(folder: Path) -> None:
    for file in FILES.values():
        shutil.copyfile(file, folder / file.name)
    write_card(folder, card())


def card(**changed: Any) -> Card:
    facts: dict[str, Any] = {
        "version": "0.1.0",
        "revision": "b44d8c0b0668596b7e5a944ef8ad97895df1cc47",
        "committed": "2026-01-31",
        "schedule": "demo",
        "seed": 1,
        "source": "digits",
        "pytorch": "2.11.0",
        "confidence": 0.95,
        "weights": {name: weights_facts(file) for name, file in FILES.items()},
        "accuracy": {
            "validation": {"real": SCORE},
            "test": dict.fromkeys(("real", "synthetic_only.conditional", "inpainted.unet"), SCORE),
        },
        "fidelity": {"conditional": {"frechet_distance": 0.5, "per_class": {"0": 0.25}}},
        "membership": {},
        "licence": KNOWN["digits"],
    }
    return Card(**{**facts, **changed})


def weights_facts(file: Path) -> WeightsFacts:
    return WeightsFacts(
        file=file.name,
        stage=f"train@{file.stem}",
        bytes=file.stat().st_size,
        sha256=sha256_of(file),
        training_rows=[[0, 1292]],
        precision="float32",
        params={"iterations": {"demo": 40, "published": 20000}, "width": 48},
        training={"parameters": 1234, "device": "cpu"},
    )
