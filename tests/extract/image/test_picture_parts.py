"""Pictures made ready for recognition: nothing that a person sees is lost on the way."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PIL import Image

from gptreview.extract.image.engine import LONGEST_SIDE, Seen
from gptreview.extract.image.picture import Part, narrowed, parts, surfaces


def test_opaque_picture_has_one_surface() -> None:
    """A picture with an alpha channel that hides nothing is read once."""
    (surface,) = surfaces(Image.new("RGBA", (9, 9), (10, 20, 30, 255)))
    assert (surface.mode, surface.getpixel((0, 0))) == ("RGB", (10, 20, 30))


@pytest.mark.parametrize("ink", [(0, 0, 0, 255), (255, 255, 255, 255)])
def test_transparent_picture_is_shown_on_white_and_on_black(ink: tuple[int, ...]) -> None:
    """Ink of either colour stands out on one of the two grounds."""
    picture = Image.new("RGBA", (9, 9), (0, 0, 0, 0))
    picture.putpixel((0, 0), ink)
    shown = [(each.getpixel((0, 0)), each.getpixel((8, 8))) for each in surfaces(picture)]
    assert shown == [(ink[:3], (255, 255, 255)), (ink[:3], (0, 0, 0))]


@pytest.mark.parametrize("mode", ["I", "I;16", "F"])
def test_deep_grey_keeps_its_contrast(mode: str) -> None:
    """Greys above 255 are not all white."""
    picture = Image.new(mode, (2, 1))
    picture.putpixel((0, 0), 400)
    picture.putpixel((1, 0), 4_000)
    (surface,) = surfaces(picture)
    assert [surface.getpixel((x, 0))[0] for x in (0, 1)] == [0, 255]


def test_even_grey_is_no_division_by_zero() -> None:
    """A picture of one deep grey becomes black."""
    (surface,) = surfaces(Image.new("I", (2, 1), 4_000))
    assert surface.getpixel((0, 0)) == (0, 0, 0)


def test_picture_is_turned_upright() -> None:
    """The orientation that a camera notes counts."""
    picture = Image.new("L", (4, 2))
    picture.getexif()[0x0112] = 6
    (surface,) = surfaces(picture)
    assert surface.size == (2, 4)


def test_only_wide_pictures_are_narrowed() -> None:
    """The engine's longest side is the limit."""
    fitting = Image.new("L", (LONGEST_SIDE, 3))
    assert narrowed(fitting) is fitting
    assert narrowed(Image.new("L", (LONGEST_SIDE * 4, 2))).size == (LONGEST_SIDE, 1)


def test_small_picture_is_one_part() -> None:
    """What fits is looked at as it is, and each of its lines counts."""
    picture = Image.new("RGB", (1_240, 1_754))
    (part,) = parts(picture)
    assert part.picture is picture
    assert part.counts(Seen("a", 1.0, 0.0, 1_754.0))


@pytest.mark.parametrize(
    ("size", "padded"), [((1_200, 9), (1_200, 200)), ((9, 1_200), (200, 1_200))]
)
def test_slim_picture_is_padded(size: tuple[int, int], padded: tuple[int, int]) -> None:
    """A band is not enlarged a hundredfold: it gets more of its own ground."""
    (part,) = parts(Image.new("RGB", size, "red"))
    assert (part.picture.size, part.picture.getpixel((199, 199))) == (padded, (255, 0, 0))


def _counted(looks: Sequence[Part], line: Seen) -> list[int]:
    """The parts where a line counts that stands in the whole picture, by their number."""
    found = []
    for number, part in enumerate(looks):
        top, bottom = ((edge - part.top) / part.scale for edge in (line.top, line.bottom))
        if part.counts(Seen(line.text, 1.0, top, bottom)):
            assert 0 <= top < bottom <= part.picture.height, "it is not there as a whole"
            found.append(number)
    return found


@pytest.mark.parametrize("size", [(4_096, 3_000), (1_000, 9_000), (60, 7_000), (2_480, 3_508)])
def test_each_line_of_a_large_picture_counts_once(size: tuple[int, int]) -> None:
    """Wherever a line stands, exactly one strip shows it as a whole and takes it."""
    looks = list(parts(Image.new("RGB", size)))
    assert len(looks) > 2
    for height in (12, 60, 159):
        for top in range(0, size[1] - height, 37):
            assert len(_counted(looks, Seen("a", 1.0, top, top + height))) == 1


def test_letters_higher_than_the_overlap_count_in_the_overview() -> None:
    """A headline that strips would cut is read in the picture made smaller."""
    looks = list(parts(Image.new("RGB", (4_000, 3_000))))
    assert _counted(looks, Seen("a", 1.0, 100.0, 2_900.0)) == [len(looks) - 1]
