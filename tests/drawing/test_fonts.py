"""Tests of `drawing.fonts`: which letters can be drawn: with matplotlib's own font, then with what this machine has."""

import pytest

import valuechain as vc
from valuechain import Party, Service, ValueChain
from valuechain.drawing.fonts import families


def test_characters_without_a_glyph_are_named():
    chain = ValueChain(
        [Party("a", "\U0001f984 \u0b95"), Party("c", kind="customer")], [Service("a->c", "a", "c")]
    )
    with pytest.warns(vc.GlyphWarning, match=r"U\+1F984"):
        vc.draw(chain)
    with pytest.warns(vc.GlyphWarning, match="and 2 more"):
        families(["".join(map(chr, range(0xE100, 0xE10C)))])
    assert families(["Clerk", "Żółć Ελληνικά Кириллица"]) == ["DejaVu Sans"]


def test_other_fonts_are_used_where_they_help(monkeypatch):
    from valuechain.drawing import fonts

    monkeypatch.setattr(fonts, "_WIDE_COVERAGE", ("DejaVu Sans Mono", "STIXGeneral"))
    monkeypatch.setattr(
        fonts, "_has", lambda name: frozenset("ab") if name == "STIXGeneral" else frozenset("a")
    )
    assert families(["ab"]) == ["DejaVu Sans", "STIXGeneral"]
