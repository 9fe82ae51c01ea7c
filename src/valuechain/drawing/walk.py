"""The satisfaction walk: from 100 % down to the outcome, link by link, what wins most first."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from matplotlib.axes import Axes

from valuechain.drawing.chart import chart_axes, chart_title, dress, named, scored
from valuechain.drawing.fonts import families
from valuechain.drawing.style import (
    BELOW,
    CUSTOMER_EDGE,
    FAINT,
    INK,
    MET,
    MUTED,
    PAPER,
    POOR,
    TEXT,
    UNKNOWN,
    mixed,
)
from valuechain.drawing.worth import Link, Selection, links
from valuechain.language import say
from valuechain.questions.diagnosis import WEAK, Diagnosis
from valuechain.questions.simulation import Simulation
from valuechain.questions.what_if import WhatIf
from valuechain.reports.advice import delivered
from valuechain.reports.intervals import bare_between
from valuechain.reports.words import bare_points, counted, percent, when
from valuechain.results import Interval
from valuechain.tolerances import TIE, WORTH_NAMING

EXPLAINED, MOST = 0.8, 12
"""Of more than so many links, those until this part of the loss is told; the others together."""
PERFECT = "if nobody lacked anything"
"""Where the walk begins."""
_ROW, _BAR = 25.0, 0.62
_SHORT, _WORDS = 7.0, 27.0
"""Points that an outcome takes up within its bar, and a step's number with its interval."""
_PALE = 0.62
"""How much paler the part is that cannot be won."""
_KEY = (
    "what each link costs; darkest: start here; red: below its target, blue: on it; "
    "strong: what can be won"
)
_ENDS = {
    (False, False): "the customers today",
    (False, True): "the customers today, at most",
    (True, False): "the customers then",
    (True, True): "the customers then, at most",
}
"""What the outcome is called: of a what-if, and where it is but an upper bound."""
_ON_WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}


@dataclass(frozen=True)
class Step:
    """What one link costs, or the rest together.

    Attributes:
        words: who serves whom with what.
        size: what it costs.
        won: what can be won: where a criticality leaves something, perhaps more than it costs.
        colour: of that; the rest of the bar is paler.
        services: the ids of its services, none for the rest.
        first: whether to start with it.
    """

    words: str
    size: float
    won: float | None
    colour: str
    services: tuple[str, ...] = ()
    first: bool = False


def steps(diagnosis: Diagnosis, selection: Selection | None = None) -> list[Step]:
    """Every link that costs anything, in the order of the diagnosis's steps.

    Of more than twelve, those until 80 % of the loss are told, twelve at most; then the rest in one
    step. The sizes sum to 1 - outcome. What to start with is the diagnosis's, unless said
    otherwise; what the answers do not tell is grey.
    """
    chosen = selection or Selection(frozenset(diagnosis.advice.services))
    parts = [link for link in links(diagnosis) if link.cost > TIE]
    loss, explained = sum(link.cost for link in parts), 0.0
    found: list[Step] = []
    for i, link in enumerate(parts):
        left = parts[i:]
        told = explained >= EXPLAINED * loss - TIE or len(found) == MOST
        if len(parts) > MOST and told and len(left) > 1:
            rest = say("the rest: {links}", links=counted(len(left), "link"))
            return [*found, Step(rest, loss - explained, None, UNKNOWN)]
        found.append(_step(diagnosis, link, chosen))
        explained += link.cost
    return found


def left_after(found: list[Step]) -> list[float]:
    """What is left of the customers' satisfaction after each step, 0..1."""
    return [max(0.0, 1 - lost) for lost in accumulate(step.size for step in found)]


def _step(diagnosis: Diagnosis, link: Link, chosen: Selection) -> Step:
    words = named(diagnosis, link, delivered(diagnosis, link.services))
    first = not chosen.first.isdisjoint(link.services)
    unsure = chosen.unsure.issuperset(link.services)
    colour = _colour(diagnosis, link.services, first=first, unsure=unsure)
    return Step(words, link.cost, link.gain, colour, link.services, first)


def _colour(diagnosis: Diagnosis, services: tuple[str, ...], *, first: bool, unsure: bool) -> str:
    """Strong for what to start with; else as on the chain, red below its target, blue on it."""
    if first:
        return POOR
    if unsure:
        return UNKNOWN
    if any(diagnosis[service].verdict in WEAK for service in services):
        return BELOW
    return MET


def draw_walk(diagnosis: Diagnosis, ax: Axes | None, selection: Selection) -> Axes:
    """Draw the walk, one row a step."""
    outcome = scored(diagnosis, "walk")
    found = steps(diagnosis, selection)
    title = chart_title(diagnosis, say("what costs the customers their satisfaction"))
    letters = families([title, *(step.words for step in found)])
    ax = chart_axes(ax, (430, _ROW * (len(found) + 2)), (325, 60, 40, 40), title)
    target, last = diagnosis.chain.target, len(found) + 1
    ax.barh(0, 100, height=_BAR, color=FAINT)
    ax.text(99, 0, "100", ha="right", va="center", fontsize=TEXT, color=INK)
    _draw_steps(ax, found)
    _draw_outcome(ax, outcome, last)
    ax.axvline(100 * target, color=INK, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
    words = [say(PERFECT), *(step.words for step in found), today(diagnosis)]
    ax.set_yticks(range(last + 1), words, family=letters, parse_math=False)
    ax.set_ylim(last + 0.6, -0.6)
    ax.set_xlim(0, 103)
    axis = say(
        "satisfaction of the external customers, %; dashed: the target, {target}",
        target=percent(target),
    )
    ax.set_xlabel(f"{axis}\n{say(_KEY)}", fontsize=TEXT, color=MUTED)
    dress(ax, title, letters)
    for label, step in zip(ax.get_yticklabels()[1:], found, strict=False):
        label.set_fontweight({True: "bold"}.get(step.first, "normal"))
    return ax


def today(diagnosis: Diagnosis) -> str:
    """What the outcome is called, where the walk ends."""
    return say(_ENDS[isinstance(diagnosis, WhatIf), diagnosis.upper_bound])


def _draw_outcome(ax: Axes, outcome: float, row: int) -> None:
    ax.barh(row, round(100 * outcome, 9), height=_BAR, color=CUSTOMER_EDGE)
    how: dict[str, Any] = {
        "ha": "right",
        "va": "center",
        "fontsize": TEXT,
        "color": "white",
        "weight": "bold",
    }
    if 100 * outcome < _SHORT:  # no room inside
        how |= {"ha": "left", "color": INK}
        ax.text(100 * outcome + 0.8, row, percent(outcome), **how)
        return
    ax.text(100 * outcome - 0.6, row, percent(outcome), **how)


def _draw_steps(ax: Axes, found: list[Step]) -> None:
    """One bar below the other, each from where the last one ended; thin lines join them."""
    ends, rows = [100.0], range(1, len(found) + 1)
    for i, (step, words) in enumerate(zip(found, numbers(found), strict=True), 1):
        ends.append(round(ends[-1] - _points(step.size), 9))
        weight = {True: "bold"}.get(step.first, "normal")
        at, side = _place(ends[-2], ends[-1])
        how: dict[str, Any] = {"ha": side, "va": "center", "fontsize": TEXT, "color": INK}
        ax.text(at, i, words, weight=weight, bbox=_ON_WHITE, **how)
    parts = (
        (2, [_points(step.size) for step in found], [mixed(s.colour, PAPER, _PALE) for s in found]),
        (3, [_points(min(s.won or 0.0, s.size)) for s in found], [s.colour for s in found]),
    )
    for layer, long, colours in parts:
        left = [at - points for at, points in zip(ends, long, strict=False)]
        ax.barh(rows, long, left=left, height=_BAR, color=colours, zorder=layer)
    above = [row - 1 + _BAR / 2 for row in (*rows, len(found) + 1)]
    below = [row + 1 - _BAR for row in above]
    ax.vlines(ends, above, below, colors=MUTED, linewidth=0.7, zorder=1)


def _place(start: float, end: float) -> tuple[float, str]:
    """Where a step's number stands: left of its bar, else right of it, else on it."""
    if end >= _WORDS:
        return end - 0.8, "right"
    if start + _WORDS <= 100:
        return start + 0.8, "left"
    return start - 0.8, "right"


def _points(share: float) -> float:
    """Points; without the last bits, which depend on the machine."""
    return round(100 * share, 9)


def numbers(found: list[Step], simulation: Simulation | None = None) -> list[str]:
    """What each step says that it costs, and what of it can be won: of draws, between what."""
    if simulation is None:
        return list(map(_number, found))
    sure = {frozenset(row.services): row.gain for row in simulation.steps}
    measured = {service for row in simulation.steps for service in row.services}
    gains = (sure.get(frozenset(step.services) & measured) for step in found)
    return list(map(_number, found, gains))


def _number(step: Step, gain: Interval | None = None) -> str:
    size, won = bare_points(step.size), step.won or 0.0
    if gain is not None:
        return say("-{size}, worth {worth}", size=size, worth=bare_between(gain))
    worth = say(", worth {won}", won=bare_points(won))
    return f"-{size}{when(won >= WORTH_NAMING, worth)}"
