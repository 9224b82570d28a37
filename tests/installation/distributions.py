"""What an installation brings: packages by their metadata, shown to an environment of its own.

Nothing is downloaded: the packages of the environment that runs the tests, which have the versions
of requirements.lock, are linked into another one, those alone that a list of requirements asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OUTSIDE = ("..", "__pycache__")
"""Beginnings of paths that are scripts, or made by Python when it imports."""


def needed(requirements: Iterable[str], without: Iterable[str] = ()) -> dict[str, Distribution]:
    """The packages that pip would install on this machine, by name.

    Args:
        requirements: as in a wheel's metadata; those whose marker names an extra don't count.
        without: names that are left out, together with what they alone ask for.

    Raises:
        PackageNotFoundError: one of them is not here.
    """
    packages: dict[str, Distribution] = {}
    done = {(canonicalize_name(name), "") for name in without}
    waiting = [(line, "") for line in requirements]
    while waiting:
        line, asking_extra = waiting.pop()
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate({"extra": asking_extra}):
            continue
        name = canonicalize_name(requirement.name)
        if (name, "") in done and name not in packages:
            continue
        for extra in {"", *requirement.extras}:
            if (name, extra) not in done:
                done.add((name, extra))
                packages[name] = distribution(name)
                waiting += [(more, extra) for more in packages[name].requires or []]
    return packages


def link(packages: Mapping[str, Distribution], site_packages: Path) -> None:
    """Let an environment import these packages, with their metadata, and no others."""
    for package in packages.values():
        tops = {file.parts[0] for file in package.files or []}
        for top in tops.difference(OUTSIDE):
            if not (site_packages / top).exists():
                (site_packages / top).symlink_to(str(package.locate_file(top)))


def size(packages: Mapping[str, Distribution]) -> int:
    """Bytes of all their files."""
    files = {
        Path(str(file.locate())) for package in packages.values() for file in package.files or []
    }
    return sum(file.stat().st_size for file in files if file.exists())
