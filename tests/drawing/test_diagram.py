"""Tests of `drawing.diagram`: the chain as a picture: what is weak, whose doing it is, and where to look first."""

import pytest

import valuechain as vc
from helpers.drawn import lines
from organisations import organisation
from valuechain.drawing.sketch import sketched
from valuechain.drawing.style import GOOD, HALO, NEAR, POOR, SHADES

# What stands on the paper


def test_without_scores_the_picture_is_neutral():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {b: x, c: y}}, b: {serves: {c: z}}}, customers: {c: }}"
    )
    ax = vc.draw(chain)
    used = {colour for colour, _, _ in lines(ax)}
    assert used & set(SHADES)
    assert not used & {GOOD, NEAR, POOR, HALO}
    assert {width for colour, width, _ in lines(ax) if colour in SHADES} == {1.1}
    told = " ".join(text.get_text() for text in ax.texts)
    assert "matters most to the customer" in told
    for view in ("walk", "map"):
        with pytest.raises(vc.ArgumentError, match="nothing is measured yet"):
            vc.draw(chain, view=view)
    vc.draw(chain, view="matrix")


def test_numbers_on_every_arrow_up_to_fifty_then_on_weak_links_only():
    few, many = organisation(1, parties=14, ratio=2), organisation(1, parties=40, ratio=2)
    assert len(few.services) <= 50 < len(many.services)
    shown = sketched(vc.diagnose(few))
    assert all(arrow.label for arrow in shown.arrows)
    assert {arrow.label for arrow in shown.arrows if arrow.verdict == "unmeasured"} <= {"?"}
    assert all(bool(arrow.label) == arrow.weak for arrow in sketched(vc.diagnose(many)).arrows)


# The command line


def test_scores_that_lead_to_no_customer_are_shown_and_nothing_is_claimed():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {b: {satisfaction: 70%}}}, b: {}, d: {serves: {c: x}}}, customers: {c: }}"
    )
    told = [text.get_text() for text in vc.draw(chain).texts]
    assert {"70", "?"} <= set(told)
    assert "satisfaction with all it receives" not in told
