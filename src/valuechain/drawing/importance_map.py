"""The importance-performance map: what matters to the customer against how well it is done.

After Martilla & James 1977, but what is done is a provider's own: what it only passes on is not
held against it. Importance is a service's total effect through the whole chain, not what somebody
said it was. So what a service costs is the one times what is lacking of the other, and lines join
what costs the same: the further below them, the more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from valuechain.drawing.chart import chart_axes, chart_title, dress, named, scored
from valuechain.drawing.fonts import families
from valuechain.drawing.map_names import side_by_side, write_names
from valuechain.drawing.style import FAINT, HALO, MUTED, PAPER, TEXT, UNKNOWN, worth_colour
from valuechain.drawing.worth import Link, Selection, links
from valuechain.language import say
from valuechain.questions.diagnosis import WEAK, Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.words import percent, points
from valuechain.tolerances import WORTH_NAMING

_SIZE = (600.0, 430.0)
_ROOM = 280.0
"""Of a name."""
NAMED, _CAUSES = 12, 6
"""Services that are named because they win most; root causes up to which these are named too."""
_COSTS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
"""What lines of equal cost may stand for; of these at most `_LINES`, no closer than `_APART`."""
_LINES, _APART = 4, 13.0
_KINDS = (
    ("likely root cause", ("root cause",), "s", 42),
    ("symptom: passes on what it receives", ("symptom",), "o", 44),
    ("undecided: hangs on what nobody measured", ("undecided",), "^", 48),
    ("on target", ("sound", "shield"), "o", 14),
)
"""Verdicts by their shapes."""
_UNSURE = ("too few answers to tell", "D", 36)
_LARGER, _GLOW = 2.0, 300
"""What to start with: how much larger its mark is, and what stands behind it."""
_IMPORTANCE = (
    "importance: points that the customers win for each point this service becomes better\n"
    "the darker, the more its link wins; upper left: leave it, lower right: costs most; "
    "what would cover one another stands side by side"
)


def draw_map(diagnosis: Diagnosis, ax: Axes | None, selection: Selection) -> Axes:
    """Draw every scored service as a point, and name those that win most."""
    scored(diagnosis, "map")
    found = links(diagnosis)
    rows = _rows(diagnosis, selection)
    names = _names(diagnosis, found, selection)
    title = chart_title(diagnosis, say("what matters, and how well it is done"))
    letters = families([title, *names.values()])
    ax = chart_axes(ax, _SIZE, (60, 108, 92, 46), title)
    _limits(ax, rows)
    _equal_costs(ax, rows)
    _reachable(ax, diagnosis, rows)
    spots = marked(ax, diagnosis, selection)
    _points(ax, rows, spots, _ink(found, selection), selection)
    write_names(ax, spots, names, letters, selection.first)
    ax.set_xlabel(say(_IMPORTANCE), fontsize=TEXT, color=MUTED)
    ax.set_ylabel(say("own quality, %: without what it only passes on"), fontsize=TEXT, color=MUTED)
    dress(ax, title, letters)
    return ax


def marked(ax: Axes, diagnosis: Diagnosis, selection: Selection) -> dict[str, tuple[float, float]]:
    """Where every scored service is marked on the axes: beside what it would cover."""
    return side_by_side(ax, {row.id: spot(row) for row in _rows(diagnosis, selection)})


def spot(row: ServiceDiagnosis) -> tuple[float, float]:
    """Where a service stands; without the last bits, which depend on the machine."""
    return round(row.importance, 9), round(100 * row.quality, 9)


def _rows(diagnosis: Diagnosis, selection: Selection) -> list[ServiceDiagnosis]:
    """The scored services, what comes first first: it stays where it is."""
    rows = [diagnosis[service] for link in links(diagnosis) for service in link.services]
    measured = [row for row in rows if row.verdict != "unmeasured"]
    return sorted(measured, key=lambda row: row.id not in selection.first)


def _names(diagnosis: Diagnosis, found: list[Link], selection: Selection) -> dict[str, str]:
    """What is worth naming, by service: what to start with, what wins most, few root causes."""
    chosen = [*_worth_naming(diagnosis, found, selection)][:NAMED]
    if len(diagnosis.root_causes) <= _CAUSES:
        sure = (row.id for row in diagnosis.root_causes if row.id not in selection.unsure)
        chosen = [*dict.fromkeys([*chosen, *sure])]
    names, started = {}, set[tuple[str, str]]()
    for row in map(diagnosis.__getitem__, chosen):
        name, ends = named(diagnosis, row, row.delivers, _ROOM), (row.provider, row.customer)
        if row.id in selection.first and ends not in started:
            started.add(ends)
            name = say("start here: {name}", name=name)
        names[row.id] = name
    return names


def _worth_naming(diagnosis: Diagnosis, found: list[Link], selection: Selection) -> Iterator[str]:
    """Services of the links that win most, what to start with before all others."""
    for link in sorted(found, key=lambda link: selection.first.isdisjoint(link.services)):
        for service in link.services:
            row = diagnosis[service]
            costs = link.gain >= WORTH_NAMING and row.contribution >= WORTH_NAMING
            if row.verdict != "unmeasured" and (costs or service in selection.first):
                yield service


def _ink(found: list[Link], selection: Selection) -> Mapping[str, float]:
    """How dark each service is, as on the arrows of the chain: 1 for what wins most."""
    most = max((link.gain for link in found), default=0.0) or 1.0
    strength = {s: (link.gain / most) ** 2 for link in found for s in link.services}
    return strength | dict.fromkeys(selection.first, 1.0)


def _limits(ax: Axes, rows: list[ServiceDiagnosis]) -> None:
    most = max(row.importance for row in rows)
    low = min(row.quality for row in rows)
    ax.set_xlim(-0.04 * most, 1.12 * most or 1.0)
    ax.set_ylim(100 * max(-0.04, min(low - 0.1, 0.7)), 105)


def _equal_costs(ax: Axes, rows: list[ServiceDiagnosis]) -> None:
    """Thin lines of what costs the customers the same, which say so at their ends.

    Where that is importance times what is lacking: what a criticality leaves counts only once.
    """
    products = ((row.importance * (1 - row.quality), row.contribution) for row in rows)
    if any(abs(product - costs) > WORTH_NAMING for product, costs in products):
        return
    (_, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    tall = ax.get_window_extent().height * 72 / ax.figure.dpi
    drawn: list[float] = []
    for cost in reversed(_COSTS):
        end = 100 * (1 - cost / right)
        close = any(abs(end - other) * tall / (high - low) < _APART for other in drawn)
        if close:
            break
        if cost > max(row.contribution for row in rows) or end <= low:
            continue
        xs = np.geomspace(cost / (1 - max(low, 0) / 100 + 1e-9), right, 30)
        line = ax.plot(xs, 100 * (1 - cost / xs), color=FAINT, linewidth=1.1, zorder=1)
        line[0].set_gid(f"costs {points(cost)}")
        how: dict[str, Any] = {"va": "center", "fontsize": TEXT - 1, "color": MUTED}
        beside = (4, 0)
        ax.annotate(
            say("costs {cost}", cost=points(cost)),
            (right, end),
            beside,
            textcoords="offset points",
            annotation_clip=False,
            **how,
        )
        drawn.append(end)
        if len(drawn) == _LINES:
            break


def _reachable(ax: Axes, diagnosis: Diagnosis, rows: list[ServiceDiagnosis]) -> None:
    """The own quality that a well-run provider reaches, where it is the same for all."""
    levels = {diagnosis.chain.services[row.id].reachable for row in rows}
    if len(levels) == 1:
        (level,) = levels
        ax.axhline(100 * level, color=MUTED, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
        ax.annotate(
            say("can be reached: {level}", level=percent(level)),
            (ax.get_xlim()[0], 100 * level),
            (4, 2),
            textcoords="offset points",
            va="bottom",
            fontsize=TEXT - 1,
            color=MUTED,
        )


def _points(
    ax: Axes,
    rows: list[ServiceDiagnosis],
    spots: Mapping[str, tuple[float, float]],
    ink: Mapping[str, float],
    selection: Selection,
) -> None:
    """Every service, by what it is; a diamond for what is unsure. What comes first glows."""
    first = [row for row in rows if row.id in selection.first]
    _scatter(ax, (spots[row.id] for row in first), s=_GLOW, c=HALO, linewidths=0, zorder=2)
    used = []
    for label, verdicts, marker, size in _KINDS:
        found = [row for row in rows if row.verdict in verdicts and row.id not in selection.unsure]
        weak = verdicts[0] in WEAK
        look: dict[str, Any] = {
            "marker": marker,
            "s": [size * {True: _LARGER}.get(row.id in selection.first, 1.0) for row in found],
            "c": [worth_colour(ink[row.id], weak=weak) for row in found],
        }
        _scatter(ax, (spots[row.id] for row in found), **look, edgecolors=PAPER, linewidths=0.8)
        used += [(label, marker, size)] * bool(found)
    doubtful = [row for row in rows if row.id in selection.unsure]
    label, marker, size = _UNSURE
    look = {"marker": marker, "s": size, "c": UNKNOWN}
    _scatter(ax, (spots[row.id] for row in doubtful), **look, edgecolors=PAPER, linewidths=0.8)
    used += [_UNSURE] * bool(doubtful)
    _explain(ax, used)


def _scatter(ax: Axes, spots: Iterable[tuple[float, float]], **how: Any) -> None:
    places = [*spots]
    if places:
        xs, ys = zip(*places, strict=True)
        ax.scatter(xs, ys, **({"zorder": 4} | how))


def _explain(ax: Axes, used: list[tuple[str, str, int]]) -> None:
    """The shapes that occur, below the chart."""
    handles = [
        Line2D(
            [], [], color=MUTED, linestyle="", marker=marker, markersize=size**0.5, label=say(label)
        )
        for label, marker, size in used
    ]
    below = (0.5, -0.13)
    ax.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=below,
        ncols=2,
        frameon=False,
        fontsize=TEXT,
    )
