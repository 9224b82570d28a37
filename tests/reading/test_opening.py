"""Files as colours: turned upright, nothing transparent, or one line that says why not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from reading.strokes import seven
from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.reading.opening import onto_paper, open_picture

ORIENTATION = 0x0112


def transparent(ink: int, everywhere: bool = False) -> NDArray[np.uint8]:
    drawn = seven()[..., 0] < 128
    picture = np.zeros((*drawn.shape, 4), np.uint8)
    picture[drawn] = (ink, ink, ink, 255)
    if everywhere:
        picture[~drawn] = (200, 180, 160, 255)
    return picture


def test_a_photograph_is_turned_as_its_camera_says(workspace: Path) -> None:
    upright = Image.fromarray(seven())
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # to be turned by a quarter, clockwise
    upright.transpose(Image.Transpose.ROTATE_90).save("turned.png", exif=exif)
    np.testing.assert_array_equal(open_picture(Path("turned.png")), seven())


@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (60, 255), (200, 0), (255, 0)])
def test_transparent_paper_becomes_what_the_ink_is_not(ink: int, paper: int) -> None:
    opaque = onto_paper(transparent(ink))
    assert set(np.unique(opaque)) == {ink, paper}


def test_missing_corners_get_the_colour_of_the_paper() -> None:
    picture = transparent(0, everywhere=True)
    picture[:10, :10, 3] = 0
    assert onto_paper(picture)[5, 5].tolist() == [200, 180, 160]


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "RGBA", "CMYK", "I", "I;16", "F"])
def test_every_kind_of_pixels_gives_the_same_picture(mode: str, workspace: Path) -> None:
    grey = Image.fromarray(seven()[..., 0])
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    else:
        picture = grey.convert("RGB").convert(mode) if mode == "CMYK" else grey.convert(mode)
    picture.save("one.tif")
    np.testing.assert_allclose(open_picture(Path("one.tif")), seven(), atol=1)


def test_a_palette_with_a_transparent_colour_is_laid_onto_paper(workspace: Path) -> None:
    picture = Image.fromarray(seven()[..., 0]).convert("P")
    white = int(np.asarray(picture)[0, 0])
    picture.save("one.png", transparency=white)
    np.testing.assert_array_equal(open_picture(Path("one.png")), seven())


def test_what_is_no_picture_is_named(workspace: Path) -> None:
    Path("notes.png").write_text("seven", encoding="utf-8")
    Image.fromarray(seven()).save("whole.png")
    Path("half.png").write_bytes(Path("whole.png").read_bytes()[:200])
    with pytest.raises(SynthdigitsError, match=r"^notes\.png: no picture that can be read"):
        open_picture(Path("notes.png"))
    with pytest.raises(SynthdigitsError, match=r"^half\.png: no picture that can be read"):
        open_picture(Path("half.png"))
    with pytest.raises(SynthdigitsError, match=r"^none\.png: no such file$"):
        open_picture(Path("none.png"))
    with pytest.raises(SynthdigitsError, match=r"^\.: .* a file is needed, this is a folder$"):
        open_picture(Path())
