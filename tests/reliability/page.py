"""docs/reliability.md, whose tables are made from the tests: `make reliability` writes it."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "reliability.md"
TEMPLATE = Path(__file__).with_name("reliability.md.tmpl")
MARKER = "pytest.mark.fault"


@dataclass(frozen=True)
class Fault:
    """What a test says of itself by ``@pytest.mark.fault(fault, injected, happens)``.

    Attributes:
        fault: what goes wrong, as a user would call it.
        injected: how the test brings it about.
        happens: what the project does.
        test: file and name.
    """

    fault: str
    injected: str
    happens: str
    test: str


def faults() -> list[Fault]:
    """Of all tests, in the order of files and lines."""
    return [fault for path in sorted(TESTS.rglob("test_*.py")) for fault in _faults_in(path)]


def _faults_in(path: Path) -> Iterator[Fault]:
    where = path.relative_to(TESTS).as_posix()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        for call in getattr(node, "decorator_list", ()):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == MARKER:
                fault, injected, happens = map(ast.literal_eval, call.args)
                yield Fault(fault, injected, happens, f"{where}, {getattr(node, 'name', '')}")


def rendered(counts: Mapping[str, Counter[str]]) -> str:
    """The page.

    Args:
        counts: by door, how often each answer came.
    """
    text = TEMPLATE.read_text(encoding="utf-8")
    return text.replace("{doors}", door_table(counts)).replace("{faults}", fault_table())


def door_table(counts: Mapping[str, Counter[str]]) -> str:
    total = sum(counts.values(), Counter())
    return _table(
        ("door", "cases", "refused in one line", "rightly accepted", "failed"),
        [door_row(name, answers) for name, answers in {**counts, "all": total}.items()],
    )


def door_row(name: str, answers: Counter[str]) -> tuple[str, ...]:
    """A door in the table."""
    right = answers["refused"], answers["accepted"]
    return name, *map(str, (answers.total(), *right, answers.total() - sum(right)))


def fault_table() -> str:
    return _table(
        ("fault", "how it is brought about", "what happens", "test"),
        [(one.fault, one.injected, one.happens, f"`{one.test}`") for one in faults()],
    )


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ("---",) * len(head), *rows))


if __name__ == "__main__":
    from reliability.test_doors import DOORS, answers

    PAGE.write_text(rendered({door.name: answers(door) for door in DOORS}), encoding="utf-8")
