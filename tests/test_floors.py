"""The order of the floors: no import upwards, no circle, models apart from one another."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from conftest import PROJECT
from synthdigits.commands.structure import FLOORS, imported_modules, imports_between, module_of

SOURCE = PROJECT / "src/synthdigits"
ROOMS = imports_between(SOURCE)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS.values()) for room in rooms}


def upward(rooms: dict[str, set[str]]) -> list[str]:
    return sorted(
        f"{room} imports {used}"
        for room, others in rooms.items()
        for used in others
        if FLOOR_OF[used] > FLOOR_OF[room]
    )


def circle(rooms: dict[str, set[str]]) -> list[str]:
    try:
        list(TopologicalSorter(rooms).static_order())
    except CycleError as error:
        around: list[str] = error.args[1]
        return around[::-1]
    return []


def test_every_room_has_its_floor() -> None:
    assert set(ROOMS) == set(FLOOR_OF)


def test_no_room_imports_from_a_floor_above() -> None:
    assert upward(ROOMS) == []


def test_no_rooms_import_one_another_in_a_circle() -> None:
    assert circle(ROOMS) == []


@pytest.mark.parametrize(
    "line",
    [
        "from synthdigits.reporting.report import x",
        "import synthdigits.reporting.report",
        "from synthdigits.reporting import report",
        "from synthdigits import reporting",
        "if TYPE_CHECKING:\n    from synthdigits.reporting.report import x",
        "def f():\n    from synthdigits.reporting.report import x",
    ],
)
def test_an_import_upwards_is_seen_wherever_it_stands(line: str, tmp_path: Path) -> None:
    source = tmp_path / "synthdigits"
    for file in ("__init__.py", "reporting/__init__.py", "reporting/report.py"):
        (source / file).parent.mkdir(parents=True, exist_ok=True)
        (source / file).write_text("", encoding="utf-8")
    (source / "figures.py").write_text(f"{line}\n", encoding="utf-8")
    assert upward(imports_between(source)) == ["figures imports reporting"]


def test_a_circle_is_seen() -> None:
    assert circle({"digits": {"drawing"}, "drawing": {"sources"}, "sources": {"digits"}})


def test_plumbing_imports_nothing_of_the_house() -> None:
    assert ROOMS["plumbing"] == set()


@pytest.mark.parametrize("family", ["gans", "inpainters"])
def test_no_model_imports_another_one(family: str) -> None:
    modules = {module_of(SOURCE, file) for file in SOURCE.rglob("*.py")}
    for file in (SOURCE / family).glob("*.py"):
        others = [
            name
            for name in imported_modules(file, modules)
            if name.startswith(f"synthdigits.{family}")
        ]
        assert others == [], file.name


def test_every_room_says_what_belongs_there() -> None:
    folders = {file.parent for file in SOURCE.rglob("*.py")}
    for folder in folders:
        text = (folder / "__init__.py").read_text(encoding="utf-8")
        assert len(ast.get_docstring(ast.parse(text)) or "") > 40, folder.name


def test_imports_name_the_whole_path() -> None:
    """A relative import would escape the tests above."""
    relative = [
        file.name
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []
