"""Our own check of completeness, where the validator of Croissant says nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from synthdigits.export.documents.croissant import complaints
from synthdigits.export.documents.manifest import Manifest, read_manifest


@pytest.fixture
def document(exported: Path) -> dict[str, Any]:
    path = exported / "masked/croissant.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


@pytest.fixture
def described(exported: Path) -> Manifest:
    return read_manifest(exported / "masked")


def test_an_exported_document_is_complete(document: dict[str, Any], described: Manifest) -> None:
    assert complaints(document, described) == []


@pytest.mark.parametrize("key", ["url", "license", "description", "prov:wasGeneratedBy"])
def test_a_missing_property_is_named(
    key: str, document: dict[str, Any], described: Manifest
) -> None:
    del document[key]
    assert complaints(document, described) == [f"{key} is missing"]


def test_an_undescribed_file_is_named(document: dict[str, Any], described: Manifest) -> None:
    lost = document["distribution"].pop(0)
    assert complaints(document, described) == [f"{lost['contentUrl']} is not described"]
