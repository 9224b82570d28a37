"""manifest.json: a set's origin and contents, and the hash of every file beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from synthdigits.config.sections import Licence, Precision
from synthdigits.export.documents.digest import Fingerprint
from synthdigits.export.formats.columns import Kind
from synthdigits.export.formats.parts import Split
from synthdigits.export.formats.target import Target
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import replacing

FILE = Path("manifest.json")

Role = Literal["generator", "labeller", "inpainter"]


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileFacts(Section):
    """One file of the set; ``path`` is relative to the set's folder."""

    path: str
    bytes: int
    sha256: str


class ModelFacts(Section):
    """A network that made the set.

    Attributes:
        file: where its weights lie in the set's folder.
        training_rows: every real row that shaped it: inclusive ranges, as ``[[0, 53999]]``.
        precision: what its training computed in.
    """

    role: Role
    name: str
    file: str
    sha256: str
    training_rows: list[list[int]]
    precision: Precision = "float32"


class Origin(Section):
    """The real digits behind the set.

    Attributes:
        test_rows: the row numbers, as inclusive ranges, that no model may have seen.
    """

    source: str
    train_sha256: str
    test_sha256: str
    test_rows: list[list[int]]


class Code(Section):
    """The checkout that made the set.

    Attributes:
        revision: Git's commit; none outside a checkout.
        committed: that commit's day, as ``2026-01-31``.
        changed: files that shape the set and differ from that commit.
    """

    version: str
    revision: str | None
    committed: str | None
    changed: list[str]


class Machine(Section):
    """Other processors and other versions may round a pixel differently."""

    device: str
    processor: str
    python: str
    packages: dict[str, str]


class Manifest(Section):
    """The whole of manifest.json.

    Attributes:
        seed: of the noise and of the holes.
        hole_fill: the pixel value that was put into the holes, where there are any.
        models: networks that made the set; a labeller only where one gave the labels.
        params: the sections of params.yaml that shaped the set.
        stages: a hash of command, dependencies and parameters of each stage of dvc.lock that
            made the set.
        figures: fidelity and the accuracy of classifiers, as metrics/ has them.
    """

    schema_version: Literal[1] = 1
    name: str
    kind: Kind
    classes: list[str]
    formats: list[str]
    splits: dict[Split, Fingerprint]
    seed: int
    hole_fill: int | None
    models: list[ModelFacts]
    origin: Origin
    licence: Licence
    code: Code
    machine: Machine
    params: dict[str, Any]
    params_sha256: str
    stages: dict[str, str]
    figures: dict[str, Any]
    files: list[FileFacts]

    def target(self, folder: Path) -> Target:
        return Target(folder, self.name, self.classes)

    def model(self, role: Role) -> ModelFacts | None:
        return next((model for model in self.models if model.role == role), None)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    with replacing(folder / FILE) as partial:
        partial.write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an exported set.

    Raises:
        SynthdigitsError: there is none, or it is not one of this version.
    """
    path = folder / FILE
    try:
        return Manifest.model_validate_json(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise SynthdigitsError(f"{path}: missing; {folder} is no exported set") from None
    except UnicodeDecodeError as error:
        raise SynthdigitsError(f"{path}: not UTF-8: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the file"
        raise SynthdigitsError(f"{path}: {key}: {first['msg']}") from None
