"""Tests of `drawing.lettering`: how wide is a text, and where does it break? Asked before anything is drawn."""

import pytest

from valuechain.drawing.lettering import width, wrapped


def test_widths_are_those_of_the_font_or_more():
    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    font = FT2Font(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf")
    font.set_size(100, 72)
    for code in range(0x20, 0x530):
        if code in font.get_charmap() and not chr(code).isspace() and width(chr(code), 1):
            real = font.load_char(code).linearHoriAdvance / 65536 / 100
            assert real - 1e-3 <= width(chr(code), 1) <= real + 0.06, chr(code)


def test_other_scripts_have_some_width():
    assert width("工", 10) == pytest.approx(10.5)
    assert width("ש", 10) == pytest.approx(8.5)
    assert width("e\u0301", 10) == width("e", 10)  # a combining accent takes no room
    assert width("\u200d", 10) == 0  # nor does a joiner


def test_long_words_are_broken_and_long_names_cut():
    lines = wrapped("x" * 10_000, 9, 98, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("...")
    assert all(width(line, 9) <= 98 for line in lines)
    assert wrapped("Donaudampfschifffahrtsgesellschaft", 9, 98, 3)[0].startswith("Donaudampf")
    assert wrapped("", 9, 98, 3) == ("",)
