"""Connected pixels: which belong together, by the runs of each row."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def labelled(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int32], int]:
    """Numbers of the pieces of (H, W), from 1 in the order of their first pixels, and how many.

    Pixels that touch at a corner belong together. Elsewhere it is 0.
    """
    rows, starts, ends = runs_of(mask)
    parents = list(range(len(rows)))
    for upper, lower in _touching(rows, starts, ends):
        one, other = _root(parents, upper), _root(parents, lower)
        parents[max(one, other)] = min(one, other)
    roots = [_root(parents, run) for run in range(len(rows))]
    _, numbers = np.unique(np.array(roots, np.int64), return_inverse=True)
    labels = np.zeros(mask.shape, np.int32)
    for row, start, end, number in zip(rows, starts, ends, numbers, strict=True):
        labels[row, start:end] = number + 1
    return labels, int(numbers.max(initial=-1)) + 1


def runs_of(mask: NDArray[np.bool_]) -> tuple[list[int], list[int], list[int]]:
    """Row, first column and last but one of each run of true pixels, row after row."""
    steps = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    return rows.tolist(), starts.tolist(), ends.tolist()


def _touching(rows: list[int], starts: list[int], ends: list[int]) -> list[tuple[int, int]]:
    """Pairs of runs in rows that follow one another, the upper one first."""
    pairs, upper = [], 0
    for lower in range(len(rows)):
        while (rows[upper], ends[upper]) < (rows[lower] - 1, starts[lower]):
            upper += 1
        other = upper
        while rows[other] == rows[lower] - 1 and starts[other] <= ends[lower]:
            pairs.append((other, lower))
            other += 1
    return pairs


def _root(parents: list[int], run: int) -> int:
    while parents[run] != run:
        parents[run] = parents[parents[run]]
        run = parents[run]
    return run
