"""One party or service, and what leads to and from it."""

from __future__ import annotations

from collections.abc import Sequence

from valuechain.drawing.sketch import Arrow, Sketch
from valuechain.problems import unknown
from valuechain.walks import following, reached


def in_focus(sketch: Sketch, focus: str) -> frozenset[str]:
    """The ids of the boxes and arrows up- and downstream of a party or a service.

    Of what is folded, those of the box that it is folded into.

    Raises:
        UnknownNameError: the sketch has none of that name.
    """
    for arrow in sketch.arrows:
        if focus in arrow.services:
            both = _onward(sketch.arrows, arrow.customer) | _back(sketch.arrows, arrow.provider)
            return both | {arrow.id}
    for box in sketch.boxes:
        if focus in (box.id, *box.parties, *box.inside):
            return _onward(sketch.arrows, box.id) | _back(sketch.arrows, box.id)
    names = [party for box in sketch.boxes for party in box.parties]
    names += [service for arrow in sketch.arrows for service in arrow.services]
    raise unknown("party or service", focus, names)


def _onward(arrows: Sequence[Arrow], start: str) -> frozenset[str]:
    """A box, and all boxes and arrows that can be reached from it."""
    met = reached([start], following((arrow.provider, arrow.customer) for arrow in arrows))
    return frozenset(met) | {arrow.id for arrow in arrows if arrow.provider in met}


def _back(arrows: Sequence[Arrow], end: str) -> frozenset[str]:
    """A box, and all boxes and arrows from which it can be reached."""
    met = reached([end], following((arrow.customer, arrow.provider) for arrow in arrows))
    return frozenset(met) | {arrow.id for arrow in arrows if arrow.customer in met}
