"""README.md of a set: the data card, with the header that the Hugging Face hub reads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from synthdigits.export.documents.card_rows import CardRows
from synthdigits.export.documents.manifest import Manifest
from synthdigits.export.documents.markup import code
from synthdigits.export.formats.class_names import folders_of
from synthdigits.export.formats.columns import MEANINGS, empty
from synthdigits.export.formats.parquet_shards import features_of
from synthdigits.markdown import markdown_environment

FILE = Path("README.md")
TEMPLATE = "card.md.j2"
SIZES = {1_000: "n<1K", 10_000: "1K<n<10K", 100_000: "10K<n<100K", 1_000_000: "100K<n<1M"}
LARGEST = "1M<n<10M"
TITLES = {"| what a classifier reads | accuracy | 95 % interval | images |"}
"""Rows of tables that have a number though they are no rows of facts."""
TASKS = {
    "synthetic": ["image-classification", "unconditional-image-generation"],
    "inpainted": ["image-to-image", "image-classification"],
    "masked": ["image-to-image", "image-classification"],
}


def render(manifest: Manifest) -> str:
    """The page of a set whose data files ``manifest`` lists."""
    environment = markdown_environment("synthdigits.export.documents")
    environment.filters["code"] = code
    return environment.get_template(TEMPLATE).render(
        header=_front_matter(manifest),
        set=manifest,
        rows=CardRows(manifest),
        folders=folders_of(manifest.classes),
        columns={
            name: MEANINGS[name] for name in features_of(empty(manifest.kind), manifest.classes)
        },
        models={model.role: model for model in manifest.models},
    )


def complaints(text: str, manifest: Manifest) -> list[str]:
    """What the page says otherwise than the manifest; wording and line breaks are free."""
    rows = CardRows(manifest)
    said = _collapsed(text)
    needed = [f"# {manifest.name}", *rows.counts, *rows.accuracies, *rows.fidelity, *rows.origins]
    needed += [rows.licence, rows.given_away]
    if manifest.kind == "synthetic":
        needed.append(f"the seed {manifest.seed} and *i* alone")
        needed += [f"the ruler {ruler[:12]}:" for ruler in [_ruler(manifest)] if ruler]
    reasons = [f"it lacks: {line}" for line in needed if _collapsed(line) not in said]
    if not text.startswith(f"---\n{_front_matter(manifest)}---\n"):
        reasons.append("its header is not the one that the manifest makes")
    tables = {*rows.counts, *rows.accuracies, *rows.fidelity}
    return reasons + [
        f"the manifest does not say: {line}"
        for line in text.splitlines()
        if re.search(r"^\|.*\d.*\|$", line) and line not in TITLES | tables
        if not _is_meaning(line)
    ]


def largest(manifest: Manifest) -> int:
    """Bytes beyond which a page is none of this set's."""
    rows = CardRows(manifest)
    lines = [_front_matter(manifest), *rows.counts, *rows.accuracies, *rows.origins, rows.licence]
    return 2**16 + 2 * sum(len(line.encode()) for line in lines)


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def _ruler(manifest: Manifest) -> str | None:
    ruler: str | None = manifest.figures["fidelity"].get("ruler")
    return ruler


def _is_meaning(line: str) -> bool:
    """Whether a table's row explains a column."""
    _, *cells, _ = line.split("|")
    return len(cells) == 2 and cells[0].strip() in MEANINGS


def _front_matter(manifest: Manifest) -> str:
    """YAML, in which names are quoted as they need."""
    header = _header(manifest, features_of(empty(manifest.kind), manifest.classes))
    text: str = yaml.safe_dump(header, sort_keys=False, allow_unicode=True, width=100)
    return text


def _header(manifest: Manifest, features: dict[str, dict[str, Any]]) -> dict[str, Any]:
    images = sum(split.images for split in manifest.splits.values())
    header: dict[str, Any] = {
        "license": manifest.licence.spdx.lower(),
        "pretty_name": f"synthdigits {manifest.name}",
        "tags": ["handwritten-digits", manifest.kind],
        "task_categories": TASKS[manifest.kind],
        "size_categories": [
            next((name for limit, name in SIZES.items() if images < limit), LARGEST)
        ],
        "source_datasets": [f"extended|{manifest.origin.source}"],
    }
    if "parquet" in manifest.formats:
        header["configs"] = [
            {
                "config_name": "default",
                "data_files": [
                    {"split": split, "path": f"data/{split}-*"} for split in manifest.splits
                ],
            }
        ]
        header["dataset_info"] = _information(manifest, features)
    return header


def _information(manifest: Manifest, features: dict[str, dict[str, Any]]) -> dict[str, Any]:
    bytes_of = {
        split: sum(file.bytes for file in manifest.files if file.path.startswith(f"data/{split}-"))
        for split in manifest.splits
    }
    return {
        "features": [
            {"name": name, "dtype": _dtype(feature)} for name, feature in features.items()
        ],
        "splits": [
            {"name": split, "num_bytes": bytes_of[split], "num_examples": facts.images}
            for split, facts in manifest.splits.items()
        ],
        "download_size": sum(bytes_of.values()),
        "dataset_size": sum(bytes_of.values()),
    }


def _dtype(feature: dict[str, Any]) -> Any:
    if feature["_type"] == "Image":
        return "image"
    if feature["_type"] == "ClassLabel":
        names = {str(label): name for label, name in enumerate(feature["names"])}
        return {"class_label": {"names": names}}
    return feature["dtype"]
