"""croissant.json: the set as dataset search engines and loaders read it (Croissant 1.1).

https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from synthdigits.digits.digits import SIDE
from synthdigits.export.documents.croissant_context import CONTEXT
from synthdigits.export.documents.manifest import FileFacts, Manifest
from synthdigits.export.formats.columns import MEANINGS, empty
from synthdigits.export.formats.parquet_shards import features_of

FILE = Path("croissant.json")
VERSION = "http://mlcommons.org/croissant/1.1"
ENCODINGS = {
    ".parquet": "application/x-parquet",
    ".tar": "application/x-tar",
    ".npz": "application/x-npz",
    ".png": "image/png",
}
TYPES = {"int64": "sc:Integer", "uint8": "sc:Integer", "float32": "sc:Float"}
NEEDED = (
    *("name", "description", "license", "url", "creator", "version", "citeAs", "keywords"),
    *("conformsTo", "distribution", "prov:wasDerivedFrom", "prov:wasGeneratedBy"),
    "rai:dataLimitations",
)
"""Properties whose absence mlcroissant's validator does not report."""
STATED = (
    *("name", "version", "license", "citeAs", "datePublished", "recordSet"),
    *("prov:wasDerivedFrom", "prov:wasGeneratedBy"),
)
"""Properties that the manifest settles, where a document has them."""
UNDESCRIBED = {str(FILE), "README.md"}
"""Files that are written after the document's list of files, or are the document."""
LIMITS = {
    "synthetic": "Labels are what a generator was asked for or what a classifier said, some wrong; "
    "rare ways of writing are rarer than among real digits.",
    "inpainted": "The pixels in a hole are a model's guess; the digits around it are real.",
    "masked": "Real digits of which a square is missing.",
}


def describe(manifest: Manifest) -> dict[str, Any]:
    """The document of a set whose data files ``manifest`` lists.

    The files are all named, with their hashes; records are described where there is Parquet.
    """
    made_by = [f"{model.role} {model.name} (sha256 {model.sha256})" for model in manifest.models]
    revision = manifest.code.revision or "unknown revision"
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        "name": manifest.name,
        "description": f"{manifest.kind.capitalize()} handwritten digits, {SIDE}×{SIDE}, grey.",
        "url": "README.md",
        "version": f"{manifest.code.version}+{revision[:12].replace(' ', '.')}",
        "license": manifest.licence.url,
        "creator": {"@type": "sc:Organization", "name": "synthdigits"},
        "citeAs": f"synthdigits {manifest.code.version}, {manifest.name}. "
        f"Derived from {manifest.licence.attribution}.",
        "keywords": [manifest.kind, "handwritten digits", "image classification"],
        "prov:wasDerivedFrom": manifest.licence.attribution,
        "prov:wasGeneratedBy": "; ".join([f"synthdigits at {revision}", *made_by]),
        "rai:dataLimitations": LIMITS[manifest.kind],
        "distribution": [_file(file) for file in manifest.files],
    }
    if manifest.code.committed:
        document["datePublished"] = manifest.code.committed
    if "parquet" in manifest.formats:
        document["distribution"] += [_shards(split) for split in manifest.splits]
        features = features_of(empty(manifest.kind), manifest.classes)
        document["recordSet"] = [_records(split, features) for split in manifest.splits]
    return document


def complaints(document: dict[str, Any], manifest: Manifest) -> list[str]:
    """Properties that a document lacks, and where it says otherwise than the manifest."""
    reasons = [f"{key} is missing" for key in NEEDED if not document.get(key)]
    expected = describe(manifest)
    reasons += [
        f"{key} is another one"
        for key in STATED
        if document.get(key, expected.get(key)) != expected.get(key)
    ]
    parts = document.get("distribution", [])
    described = {part["contentUrl"]: part for part in parts if part["@type"] == "cr:FileObject"}
    listed = {file.path: file for file in manifest.files if file.path not in UNDESCRIBED}
    reasons += [f"{path} is not described" for path in listed.keys() - described.keys()]
    reasons += [f"{path} is described, but not listed" for path in described.keys() - listed.keys()]
    for path in listed.keys() & described.keys():
        file, size = listed[path], f"{listed[path].bytes} B"
        if described[path]["sha256"] != file.sha256:
            reasons.append(f"{path} has another hash in it than in manifest.json")
        if described[path].get("contentSize", size) != size:
            reasons.append(f"{path} has another size in it than in manifest.json")
    return reasons


def largest(manifest: Manifest) -> int:
    """Bytes beyond which a document is none of this set's."""
    return 2**16 + 2 * len(json.dumps(describe(manifest), indent=2))


def _file(file: FileFacts) -> dict[str, Any]:
    path = Path(file.path)
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "description": f"{path.name} of the set",
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": ENCODINGS.get(path.suffix, "application/octet-stream"),
        "sha256": file.sha256,
    }


def _shards(split: str) -> dict[str, Any]:
    """The shards together. mlcroissant reads no set of files that names the files it lies in."""
    return {
        "@type": "cr:FileSet",
        "@id": f"{split}-shards",
        "name": f"{split}-shards",
        "description": f"the Parquet files of the part {split}",
        "encodingFormat": ENCODINGS[".parquet"],
        "includes": f"data/{split}-*.parquet",
    }


def _records(split: str, features: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": split,
        "name": split,
        "description": f"one record for each digit of the part {split}",
        "field": [_field(split, name, feature) for name, feature in features.items()],
    }


def _field(split: str, name: str, feature: dict[str, Any]) -> dict[str, Any]:
    source: dict[str, Any] = {"fileSet": {"@id": f"{split}-shards"}, "extract": {"column": name}}
    if feature["_type"] == "Image":
        source["transform"] = {"jsonPath": "bytes"}
        kind = "sc:ImageObject"
    else:
        kind = TYPES[feature.get("dtype", "int64")]
    return {
        "@type": "cr:Field",
        "@id": f"{split}/{name}",
        "name": f"{split}/{name}",
        "description": MEANINGS[name],
        "dataType": kind,
        "source": source,
    }
