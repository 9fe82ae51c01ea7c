"""Tests of `drawing.slope`: slope lines: the satisfaction with every service then and now, the steepest in colour."""

import dataclasses

import numpy as np
from matplotlib.figure import Figure
from matplotlib.text import Text

import valuechain as vc
from helpers.decision_words import chain_of, inside
from organisations import organisation
from valuechain import Score
from valuechain.drawing.slope import _apart


def test_slope_lines(proof):
    ax = vc.draw(proof, view="slope")
    texts = inside(ax)
    assert any("ALL CUSTOMERS  +16" in text for text in texts)
    changed = [row for row in proof.services if abs(row.satisfaction) > 1e-9]
    unchanged = len(proof) - len(changed)
    # the lines of the customers, of both times and of the target stand beside
    assert len(ax.lines) == len(changed) + 4
    assert unchanged == 2
    assert "not shown: 2 services that did not change" in " ".join(texts)
    numbers = sorted(
        (text for text in ax.texts if text.get_ha() == "left"),
        key=lambda text: text.get_position()[1],
    )
    boxes = [Text.get_window_extent(text) for text in numbers]
    assert not any(first.overlaps(second) for i, first in enumerate(boxes) for second in boxes[:i])
    figure = Figure(figsize=(9, 5))
    assert vc.draw(proof, figure.add_axes((0.1, 0.1, 0.4, 0.7)), "slope").get_figure() is figure


def test_slope_lines_of_many_services_and_of_chance():
    before = organisation(2, 30, 1.6)
    services = {
        name: dataclasses.replace(service, satisfaction=Score.of(service.satisfaction.value / 2, 4))
        if service.satisfaction
        else service
        for name, service in before.services.items()
    }
    after = dataclasses.replace(before, services=services)
    texts = " ".join(inside(vc.draw(vc.compare(before, after), view="slope")))
    assert "not shown: 26 services that changed less" in texts
    doubtful = (
        "teams:\n  a: {{serves: {{c: {{satisfaction: {}% (4 responses)}}}}}}\ncustomers: {{c: }}"
    )
    found = vc.compare(chain_of(doubtful.format(50)), chain_of(doubtful.format(60)))
    assert any("+10 (may be chance)" in text for text in inside(vc.draw(found, view="slope")))


def test_places_of_numbers_keep_their_order_and_distance():
    random_numbers = np.random.default_rng(1)
    for _ in range(50):
        values = random_numbers.integers(0, 30, 12).astype(float)
        places = _apart(values, 2.0, -2.0, 28.0)
        assert -2 <= places.min() <= places.max() <= 28
        order = np.argsort(-values, kind="stable")
        assert (np.diff(places[order]) <= -2 + 1e-9).all()
    assert _apart(np.array([10.0, 50.0]), 2.0, 0.0, 100.0).tolist() == [10.0, 50.0]
