"""README.md of a set: the data card, with the header that the Hugging Face hub reads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from synthdigits.export.documents.manifest import Manifest
from synthdigits.export.formats.columns import MEANINGS, empty
from synthdigits.export.formats.parquet_shards import features_of
from synthdigits.markdown import markdown_environment

FILE = Path("README.md")
TEMPLATE = "card.md.j2"
SIZES = {1_000: "n<1K", 10_000: "1K<n<10K", 100_000: "10K<n<100K", 1_000_000: "100K<n<1M"}
LARGEST = "1M<n<10M"
TASKS = {
    "synthetic": ["image-classification", "unconditional-image-generation"],
    "inpainted": ["image-to-image", "image-classification"],
    "masked": ["image-to-image", "image-classification"],
}


def render(manifest: Manifest) -> str:
    """The page of a set whose data files ``manifest`` lists."""
    environment = markdown_environment("synthdigits.export.documents")
    features = features_of(empty(manifest.kind), manifest.classes)
    header = yaml.safe_dump(
        _header(manifest, features), sort_keys=False, allow_unicode=True, width=100
    )
    return environment.get_template(TEMPLATE).render(
        header=header,
        set=manifest,
        columns={name: MEANINGS[name] for name in features},
        models={model.role: model for model in manifest.models},
    )


def stated_counts(text: str) -> dict[str, dict[str, int]]:
    """Images by split and class name, as the card's table has them.

    Raises:
        ValueError: the page has no such table.
    """
    lines = [line for line in text.splitlines() if re.match(r"\| (class|`)", line)]
    names, *rows = ([cell.strip(" `") for cell in line.split("|")[1:-1]] for line in lines)
    return {
        split: {row[0]: int(row[place]) for row in rows}
        for place, split in enumerate(names)
        if place
    }


def stated_examples(text: str) -> dict[str, int]:
    """Images by split, as the header for the hub has them; nothing where it has none.

    Raises:
        ValueError: the page has no header.
    """
    _, header, _ = text.split("---\n", 2)
    try:
        information = yaml.safe_load(header).get("dataset_info", {"splits": []})
        return {split["name"]: int(split["num_examples"]) for split in information["splits"]}
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"its header can't be read: {error}") from None


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
