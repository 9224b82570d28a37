"""manifest.json: a set's origin and contents, and the hash of every file beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, FailFast, Field, ValidationError

from synthdigits.config.sections import Licence, Precision
from synthdigits.export.documents.digest import Fingerprint
from synthdigits.export.documents.scores import FiguresOfASet
from synthdigits.export.formats.columns import Kind
from synthdigits.export.formats.parts import Split
from synthdigits.export.formats.target import Target
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.files import replacing
from synthdigits.plumbing.inputs import plain
from synthdigits.plumbing.wording import one_line

FILE = Path("manifest.json")
LARGEST = 2**25
"""Bytes of a manifest: some 170 000 files, each PNG being one."""

Role = Literal["generator", "labeller", "inpainter"]


T = TypeVar("T")
Listed = Annotated[list[T], FailFast()]
"""Told at its first fault: a million of them would take more memory than the list."""
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Size = Annotated[int, Field(ge=0)]
Row = Annotated[int, Field(ge=0, lt=2**62)]
Rows = Listed[Annotated[list[Row], Field(min_length=2, max_length=2)]]
"""Inclusive ranges, as ``[[0, 53999]]``."""


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class FileFacts(Section):
    """One file of the set; ``path`` is relative to the set's folder."""

    path: str
    bytes: Size
    sha256: Sha256


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
    sha256: Sha256
    training_rows: Rows
    precision: Precision = "float32"


class Origin(Section):
    """The real digits behind the set.

    Attributes:
        test_rows: the row numbers, as inclusive ranges, that no model may have seen.
    """

    source: str
    train_sha256: Sha256
    test_sha256: Sha256
    test_rows: Rows


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
    changed: Listed[str]


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
    classes: Listed[str]
    formats: Listed[str]
    splits: dict[Split, Fingerprint]
    seed: int
    hole_fill: int | None
    models: Listed[ModelFacts]
    origin: Origin
    licence: Licence
    code: Code
    machine: Machine
    params: dict[str, Any]
    params_sha256: str
    stages: dict[str, str]
    figures: FiguresOfASet
    files: Listed[FileFacts]

    def target(self, folder: Path) -> Target:
        return Target(folder, self.name, self.classes)

    def first_row(self, split: Split) -> int:
        """The row number of a synthetic part's first digit: the test part follows the training."""
        return self.splits["train"].images if split == "test" else 0

    def model(self, role: Role) -> ModelFacts | None:
        return next((model for model in self.models if model.role == role), None)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write manifest.json.

    Raises:
        SynthdigitsError: it would be too large for :func:`read_manifest`.
    """
    content = (manifest.model_dump_json(indent=2) + "\n").encode()
    if len(content) > LARGEST:
        raise SynthdigitsError(
            f"{folder / FILE}: {len(manifest.files)} files are more than it can list; "
            "leave the format png out, or export fewer images"
        )
    with replacing(folder / FILE) as partial:
        partial.write_bytes(content)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an exported set.

    Raises:
        SynthdigitsError: there is none, or it is not one of this version.
    """
    path = folder / FILE
    try:
        return Manifest.model_validate_json(plain(path, LARGEST).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise SynthdigitsError(
            f"{one_line(path)}: missing; {one_line(folder)} is no exported set"
        ) from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        key = one_line(".".join(str(part) for part in first["loc"]) or "the file")
        raise SynthdigitsError(f"{one_line(path)}: {key}: {one_line(first['msg'])}") from None
    except (OSError, ValueError) as error:
        raise SynthdigitsError(f"{one_line(path)}: can't be read: {one_line(error)}") from None
