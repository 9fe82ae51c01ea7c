"""Tests of `drawing.style`: colours, widths and dashes of every picture."""

import itertools

import pytest

from helpers.contrast import READABLE, contrast
from valuechain.drawing.diagram import FILLS
from valuechain.drawing.style import (
    BANDS,
    GAINED,
    GOOD,
    INK,
    LOUD,
    MUTED,
    NEAR,
    PAPER,
    POOR,
    STRIP,
    UNKNOWN,
    letters_on,
)


@pytest.mark.parametrize("ground", [PAPER, STRIP, GAINED, *BANDS, *FILLS.values()])
def test_names_can_be_read_on_what_is_behind_them(ground):
    assert contrast(INK, ground) >= READABLE


@pytest.mark.parametrize("ground", [PAPER, *BANDS])
def test_what_is_muted_can_be_read(ground):
    assert contrast(MUTED, ground) >= READABLE


@pytest.mark.parametrize("ground", [GOOD, NEAR, POOR, UNKNOWN, *LOUD])
def test_numbers_can_be_read_on_a_filled_badge(ground):
    assert contrast(letters_on(ground), ground) >= READABLE


def test_good_near_and_poor_are_each_darker_than_the_last():
    for one, other in itertools.pairwise((PAPER, GOOD, NEAR, POOR)):
        assert contrast(one, other) >= 1.8
