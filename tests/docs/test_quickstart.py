"""docs/quickstart.ipynb runs from top to bottom, in a folder of its own and without network."""

from __future__ import annotations

import time
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

SECONDS = 60
PAGE = "docs/quickstart.ipynb"


def without_network(folder: Path) -> str:
    """A first cell: shipped weights lie in ``folder``, and whoever opens a connection fails.

    The kernel talks to the test over sockets that are open before any cell runs.
    """
    return (
        "import socket\n"
        "from pathlib import Path\n"
        "from synthdigits.pretrained import shipped as _shipped\n"
        f"_shipped.FOLDER = Path({str(folder)!r})\n"
        "def _refuse(*arguments): raise OSError('no network')\n"
        "socket.getaddrinfo = socket.create_connection = _refuse\n"
    )


@pytest.fixture(scope="module")
def page(project: Path) -> NotebookNode:
    page: NotebookNode = nbformat.read(  # type: ignore[no-untyped-call]
        project / PAGE, as_version=4
    )
    return page


def test_it_is_committed_without_outputs(page: NotebookNode) -> None:
    nbformat.validate(page)
    for cell in page.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@pytest.mark.slow
def test_it_runs_within_a_minute(page: NotebookNode, stand_ins: Path, tmp_path: Path) -> None:
    """With small weights in place of the shipped ones: what is tested is the page."""
    run = nbformat.from_dict(page)  # type: ignore[no-untyped-call]
    first = nbformat.v4.new_code_cell(without_network(stand_ins))  # type: ignore[no-untyped-call]
    run.cells.insert(0, first)
    started = time.monotonic()
    NotebookClient(
        run, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    assert time.monotonic() - started < SECONDS
    outputs = [output for cell in run.cells if cell.cell_type == "code" for output in cell.outputs]
    said = "".join(output.text for output in outputs if output.output_type == "stream")
    assert "(100, 28, 28) uint8 [7 7 7 7 7]" in said
    assert "90.00%  (88.00% to 92.00%, 1000 digits)" in said
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 3
