"""A stage depends on every module that it runs, also those imported by name, and on no other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pipeline.stages import CODE, Stage, lies_in, read_stages
from stages.conftest import Finished
from synthdigits.plumbing.fingerprint import SHAPES_NO_BYTE

PROJECT = Path(__file__).parents[2]
STAGES = read_stages(PROJECT)
UNCOUNTED = {"download": {f"{CODE}zoo.py"}}
"""Run by a stage for nothing but the check of all parameters."""
FRONT = f"{CODE}__init__.py"
"""Hands out the Python interface when it is asked for; no stage asks."""


def shaping(stage: Stage, modules: set[str]) -> set[str]:
    """Of the modules that a stage ran, those that may shape its bytes."""
    rooms = [f"{CODE}{room}" for room in SHAPES_NO_BYTE]
    counted = modules - UNCOUNTED.get(stage.name, set()) - {FRONT}
    return {
        file
        for file in counted
        if not lies_in(file, rooms) and not _only_a_docstring(PROJECT / file)
    }


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_every_module_that_a_stage_runs_is_among_its_dependencies(
    stage: Stage, pipeline: Finished
) -> None:
    modules = shaping(stage, pipeline.modules[stage.name])
    assert modules
    assert [file for file in sorted(modules) if not lies_in(file, stage.code)] == []


def test_no_stage_depends_on_a_room_of_which_its_family_runs_nothing(pipeline: Finished) -> None:
    idle = {
        (stage.family, place.replace(stage.item, "*") if stage.item else place)
        for stage in STAGES
        for place in stage.code
        if not any(lies_in(file, [place]) for file in shaping(stage, pipeline.modules[stage.name]))
    }
    assert idle == set()


def _only_a_docstring(path: Path) -> bool:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return all(isinstance(node, ast.Expr) for node in body)
