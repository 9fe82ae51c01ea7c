"""Tests of `analysis.first_step`: which step comes first all over a piece of the way?"""

from itertools import pairwise

import numpy as np
import pytest

import valuechain as vc
from valuechain.analysis import changes
from valuechain.analysis import first_step as module
from valuechain.analysis.first_step import FirstSteps, _Piece, is_quick, where_first
from valuechain.analysis.groups import links_of
from valuechain.tolerances import TIE

LOOP = (
    "{valuechain: 1, suppliers: {s: {serves: {a: {quality: 50%}}}}, teams: {a: {serves: {b: {quality: 70%}}},"
    " b: {serves: {c: {quality: 80%}}}, c: {serves: {a: , z: }}}, customers: {z: }}"
)


def steps_of(text):
    return FirstSteps.of(links_of(vc.diagnose(vc.loads(text)).solution))


def curves(x):
    """What three groups win at each x: no two alike, none straight."""
    return np.array([x**2, 1 - x, 0.3 + 0.1 * x**3])


def test_halves_are_known_where_pieces_are():
    """At their ends and at three points between, equally far from one another."""
    piece = _Piece(0.25, 1.25, curves(np.linspace(0.25, 1.25, 5)))
    halves = [*piece.halves(curves(np.array(piece.middles())))]
    assert [(half.low, half.high) for half in halves] == [(0.25, 0.75), (0.75, 1.25)]
    for half in halves:
        assert half.gains == pytest.approx(curves(np.linspace(half.low, half.high, 5)))


@pytest.mark.parametrize("text", [LOOP, LOOP.replace("{a: , z: }", "{z: }")])
def test_the_first_pieces_go_all_the_way_and_meet_where_dependences_bend(text, monkeypatch):
    monkeypatch.setattr(FirstSteps, "_at", lambda _, x: np.array([x]))
    steps = steps_of(text)
    pieces = [*steps._begin()]
    for piece in pieces:
        assert piece.gains[0] == pytest.approx(np.linspace(piece.low, piece.high, 5))
    assert all(before.high == after.low for before, after in pairwise(pieces))
    assert (pieces[0].low, pieces[-1].high) == (0.0, steps.sweep.top)
    assert 1.0 in [piece.high for piece in pieces]


@pytest.mark.parametrize(
    ("lead", "found"),
    [
        ([0.5, 0.5, 0.5, 0.5, 0.5], (0,)),
        ([0.0, 0.0, 0.0, 0.0, 0.0], (0, 1)),
        ([0.5, 0.25, 0.125, 0.25, 0.5], None),  # it may be passed between the points
        (
            [9 / 64 - 1 / 128, 1 / 128, 1 / 128, 9 / 64 - 1 / 128, 25 / 64 - 1 / 128],
            None,
        ),  # a parabola
        ([0.5, 0.25, 0.0625, 0.0625, 0.0625], None),  # likewise, where it bends once
        ([0.0, 0.125, 0.25, 0.375, 0.5], None),  # the same at one end, and nowhere else
        ([-0.25, -0.125, 0.0, 0.125, 0.25], None),
        ([-0.5, -0.5, -0.5, -0.5, -0.5], (1,)),
    ],
)
def test_one_is_first_all_over_a_piece_where_no_bend_can_change_it(lead, found):
    one, nobody = np.ones(5), np.zeros(5)
    assert _Piece(0.0, 1.0, np.array([one, one - lead, nobody])).first(TIE) == found


def test_nobody_is_first_where_nothing_is_worth_it():
    gains = np.array([np.full(5, 0.1), np.full(5, 0.1), np.full(5, 0.5)])
    assert _Piece(0.0, 1.0, gains).first(TIE) == ()


@pytest.mark.parametrize(("direct", "exact"), [(2, False), (3, True)])
def test_in_loops_that_are_iterated_ties_are_as_wide_as_iteration_leaves(
    direct, exact, monkeypatch
):
    monkeypatch.setattr(module, "DIRECT", direct)
    assert (steps_of(LOOP)._tie == TIE) == exact


def test_neighbouring_spans_are_one():
    spans = [
        (0.0, 0.5, ("a",)),
        (0.5, 1.0, ("a", "b")),
        (1.0, 1.5, ("b",)),
        (1.5, 2.0, ("a",)),
    ]
    assert where_first(spans, "a") == ((0.0, 1.0), (1.5, 2.0))
    assert where_first(spans, "b") == ((0.5, 1.5),)
    assert where_first(spans, "c") == ()


@pytest.mark.parametrize(
    ("direct", "freely", "quick"), [(3, 8, True), (2, 8, False), (3, 7, False), (2, 7, False)]
)
def test_it_is_quick_with_few_services_and_without_a_large_loop(direct, freely, quick, monkeypatch):
    """A loop of three and one of two, of eight services."""
    text = LOOP.replace("c: {serves", "d: {serves: {e: }}, e: {serves: {d: , z: }}, c: {serves")
    solution = vc.diagnose(vc.loads(text)).solution
    monkeypatch.setattr(module, "DIRECT", direct)
    monkeypatch.setattr(changes, "FREELY", freely)
    assert len(solution.loops) == 2
    assert is_quick(solution) == quick
