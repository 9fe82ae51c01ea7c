"""Tests of `drawing.ink`: A drawn figure as bytes: SVG, PNG or PDF, the same on every run."""

import valuechain as vc
from helpers.drawn import lines
from valuechain.drawing.style import (
    GOOD,
    HALO,
    NEAR,
    POOR,
    SHADES,
    UNKNOWN,
    band,
    shade,
    worth_colour,
)
from valuechain.drawing.views import pictured


def two_weak():
    """A root cause, a symptom and a sound service."""
    return vc.loads("""
valuechain: 1
teams:
  a: {serves: {b: {satisfaction: 50%}}}
  b: {serves: {customer: {satisfaction: 55%}}}
  d: {serves: {customer: {satisfaction: 90%}}}
customers: {customer: }
""")


# What stands on the paper


def test_a_weak_link_differs_in_colour_dash_width_and_badge():
    ax = vc.draw(two_weak())
    rows = {row.verdict: row for row in vc.diagnose(two_weak()).services}
    assert set(rows) == {"root cause", "symptom", "sound"}
    # two of three are weak: ink follows what links win, as verdicts would select nothing
    pale_weak, pale_sound = worth_colour(0, weak=True), worth_colour(0, weak=False)
    strokes = {line for line in lines(ax) if line[0] in (pale_weak, pale_sound, POOR)}
    assert (POOR, 4.0, False) in strokes  # the root cause, which comes first
    assert (pale_weak, 0.9, True) in strokes  # the symptom wins nothing
    assert (pale_sound, 0.9, False) in strokes
    assert HALO in {line[0] for line in lines(ax)}
    weights = {
        text.get_text(): text.get_fontweight()
        for text in ax.texts
        if text.get_text() in ("50", "55", "90")
    }
    assert weights == {"50": "bold", "55": "bold", "90": "normal"}
    colours = {text.get_text(): text.get_color() for text in ax.texts}
    assert colours["50"] == "#ffffff"  # on a filled badge; a symptom's is hollow
    assert colours["55"] != "#ffffff"


def test_where_few_are_weak_verdicts_choose_the_ink():
    chain = vc.loads("""
valuechain: 1
teams:
  a: {serves: {b: {satisfaction: 50%}}}
  b: {serves: {customer: {satisfaction: 80%}}}
  d: {serves: {customer: {satisfaction: 90%}}}
  e: {serves: {customer: {satisfaction: 90%}}}
customers: {customer: }
""")
    strokes = lines(vc.draw(chain))
    rounded = [(colour, round(width, 6), dashed) for colour, width, dashed in strokes]
    assert (POOR, 3.4, True) in rounded
    assert (GOOD, 1.1, False) in rounded
    assert "65 % or less" in [text.get_text() for text in vc.draw(chain).texts]


def test_what_wins_more_has_more_ink():
    chain = vc.loads("""
valuechain: 1
teams:
  a: {serves: {customer: {satisfaction: 40%}}}
  b: {serves: {customer: {satisfaction: 50%}}}
  d: {serves: {customer: {satisfaction: 70%}}}
customers: {customer: }
""")
    diagnosis = vc.diagnose(chain)
    picture = pictured(diagnosis, "chain")
    arrows = {arrow.id: arrow for arrow in picture.sketch.arrows}
    order = [step.services[0] for step in diagnosis.steps]
    assert order == ["a->customer", "b->customer", "d->customer"]
    widths = [picture.stroke(arrows[service]).width for service in order]
    grey = [int(picture.colour(arrows[service])[1:3], 16) for service in order]
    assert widths == sorted(widths, reverse=True)
    assert len(set(widths)) == 3
    assert grey == sorted(grey)


def test_colours_are_bands_around_the_target():
    assert [band(s, 0.75) for s in (0.75, 0.7499, 0.6501, 0.65, None)] == [
        GOOD,
        NEAR,
        NEAR,
        POOR,
        UNKNOWN,
    ]
    grey = [
        sum(w * int(c[i : i + 2], 16) for i, w in ((1, 0.3), (3, 0.59), (5, 0.11)))
        for c in (GOOD, NEAR, POOR)
    ]
    assert grey[0] - grey[1] > 30  # they stay apart without colour
    assert grey[1] - grey[2] > 40


# Curves


def test_without_any_importance_everything_is_pale():
    assert shade(0.0, 0.0) == SHADES[0]
    assert shade(1.0, 1.0) == SHADES[-1]
