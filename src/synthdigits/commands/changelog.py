"""CHANGELOG.md at a release, after Keep a Changelog."""

from __future__ import annotations

import re

from synthdigits.plumbing.errors import SynthdigitsError

UNRELEASED = "## [Unreleased]"


def released(changelog: str, version: str, date: str) -> str:
    """The changelog in which all that was unreleased stands under a version and its date.

    Raises:
        SynthdigitsError: nothing is unreleased, or the version has an entry already.
    """
    if f"## [{version}]" in changelog:
        raise SynthdigitsError(f"CHANGELOG.md has an entry for {version} already")
    before, heading, after = changelog.partition(f"{UNRELEASED}\n")
    entry = re.split(r"^## ", after, maxsplit=1, flags=re.M)[0]
    if not heading or not entry.strip():
        raise SynthdigitsError(f"CHANGELOG.md has nothing under {UNRELEASED!r}")
    return f"{before}{heading}\n## [{version}] - {date}\n{after}"
