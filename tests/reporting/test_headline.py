"""The headline stays short, and no figure in it changes from machine to machine by its clock."""

from __future__ import annotations

import pytest

from reporting.conftest import BUDGETS, plant
from synthdigits.config.params import Params
from synthdigits.reporting.gathering import gather
from synthdigits.reporting.headline import headline

pytestmark = pytest.mark.usefixtures("workspace")
MOST = 40


def headline_of(gans: list[str], inpainters: list[str]) -> dict[str, float]:
    plant(gans, inpainters)
    return headline(gather(gans, inpainters))


def test_six_gans_and_three_inpainters_give_at_most_forty_figures(params: Params) -> None:
    gans, inpainters = list(params.gans), list(params.inpainters)
    assert (len(gans), len(inpainters), len(BUDGETS)) == (6, 3, 4)
    figures = headline_of(gans, inpainters)
    assert len(figures) <= MOST
    assert all(isinstance(value, int | float) for value in figures.values())


def test_two_more_gans_still_fit(params: Params) -> None:
    assert len(headline_of([*params.gans, "vae", "diffusion"], list(params.inpainters))) <= MOST


def test_no_figure_is_a_timing(params: Params) -> None:
    figures = headline_of(list(params.gans), list(params.inpainters))
    assert not [name for name in figures if "second" in name or "epoch" in name]
    assert not {12.5, 512.0, 3.0} & set(figures.values())  # the planted timings


def test_distances_are_told_beside_their_floor() -> None:
    figures = headline_of(["one"], ["fixer"])
    assert figures["frechet_over_floor.one"] == 4.0
    assert figures["accuracy.synthetic_only.one"] == 0.9
    assert figures["gain.real_classical_gan_over_real_classical.100"] == 0.0123
    assert figures["exported_sets"] == 3
