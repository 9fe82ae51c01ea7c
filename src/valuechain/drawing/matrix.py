"""Who serves whom, department by department: silos show as empty blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection

from valuechain.drawing.chart import chart_axes, chart_title, dress
from valuechain.drawing.folding import box_of, folded
from valuechain.drawing.fonts import families
from valuechain.drawing.labels import label
from valuechain.drawing.lettering import whole, width, wrapped
from valuechain.drawing.outlines import rectangle
from valuechain.drawing.painting import path_of
from valuechain.drawing.placing import placed
from valuechain.drawing.sketch import (
    Arrow,
    Box,
    Sketch,
    mean_satisfaction,
    mean_target,
    sketched,
)
from valuechain.drawing.style import FAINT, HALO, MUTED, PAPER, TEXT, band, letters_on
from valuechain.drawing.worth import Selection
from valuechain.language import say
from valuechain.questions.diagnosis import Diagnosis
from valuechain.reports.words import when

CELL = 34.0
_ROOM = 140.0
"""Of a line of a name."""
_KEY = (
    "down: who serves; across: who is served. Mean satisfaction in %, as the customer weighs it, "
    "below it how many services; blue: on target, amber and red: below; ? not measured; empty: no "
    "service"
)


@dataclass(frozen=True)
class _Cell:
    """Where a provider meets a customer.

    Attributes:
        services: how many; where some of them were not measured, how many of how many.
        mean, target: their satisfaction and target, as the customer weighs them.
        first: whether what to start with is among them.
    """

    services: str
    mean: float | None
    target: float
    first: bool

    @property
    def fill(self) -> str:
        """In the colour of its mean satisfaction against its mean target."""
        if self.mean is None:
            return PAPER
        return band(self.mean, self.target)

    @property
    def edge(self) -> str:
        """That of what was not measured shows, on white."""
        if self.mean is None:
            return MUTED
        return self.fill

    @property
    def ink(self) -> str:
        """What can be read on it."""
        if self.mean is None:
            return MUTED
        return letters_on(self.fill)


def draw_matrix(diagnosis: Diagnosis, ax: Axes | None, selection: Selection) -> Axes:
    """Draw the matrix: providers down, customers across, both along the flow."""
    sketch = sketched(diagnosis)
    small = folded(sketch)
    order = _along_the_flow(small)
    rows = [box for box in order if box.kind != "customer"]
    columns = [box for box in order if box.kind != "supplier"]
    names = {box.id: _name(box) for box in order}
    title = chart_title(diagnosis, say("who serves whom"))
    letters = families([title, *names.values()])
    longest = max(width(line, TEXT) for name in names.values() for line in name.split("\n"))
    size = CELL * len(columns), CELL * len(rows)
    right = max(longest * 0.75, 420 - size[0])
    ax = chart_axes(ax, size, (longest + 34, 46, right, longest * 0.75 + 48), title)
    _fill(ax, _cells(sketch, rows, columns, selection))
    _grid(ax, len(columns), len(rows))
    _name_sides(ax, [names[box.id] for box in rows], [names[box.id] for box in columns], letters)
    dress(ax, title, letters)
    ax.spines[["left", "bottom"]].set_visible(False)
    start = when(selection.first, say("; in a glow: start here"))
    key = "\n".join(whole(f"{say(_KEY)}{start}", TEXT - 1, max(400.0, size[0])))
    ax.set_xlabel(key, fontsize=TEXT - 1, color=MUTED, loc="left")
    return ax


def _along_the_flow(small: Sketch) -> list[Box]:
    places = placed(small, upright=False).boxes
    return sorted(small.boxes, key=lambda box: (places[box.id][0], -places[box.id][1], box.id))


def _name(box: Box) -> str:
    """A party's name, or a department's."""
    name = box.name
    if box.id.startswith("#"):
        name = box.id[1:]
    return "\n".join(wrapped(name, TEXT, _ROOM, 2))


def _cells(
    sketch: Sketch, rows: list[Box], columns: list[Box], selection: Selection
) -> dict[tuple[int, int], _Cell]:
    """The cells that hold a service, by column and row."""
    into = box_of(sketch)
    found: dict[tuple[str, str], list[Arrow]] = {}
    for arrow in sketch.arrows:
        found.setdefault((into[arrow.provider], into[arrow.customer]), []).append(arrow)
    return {
        (x, y): _cell(found[provider.id, customer.id], selection)
        for y, provider in enumerate(rows)
        for x, customer in enumerate(columns)
        if (provider.id, customer.id) in found
    }


def _cell(arrows: list[Arrow], selection: Selection) -> _Cell:
    first = any(arrow.id in selection.first for arrow in arrows)
    measured = sum(arrow.satisfaction is not None for arrow in arrows)
    count = str(len(arrows))
    if 0 < measured < len(arrows):
        count = say("{measured} of {count}", measured=measured, count=count)
    return _Cell(count, mean_satisfaction(arrows), mean_target(arrows), first)


def _fill(ax: Axes, cells: dict[tuple[int, int], _Cell]) -> None:
    """Every block that holds a service."""
    blocks = PathCollection(
        [path_of(rectangle((x, y, 0.94, 0.94))) for x, y in cells],
        facecolors=[cell.fill for cell in cells.values()],
        edgecolors=[cell.edge for cell in cells.values()],
        linewidths=0.8,
        zorder=2,
    )
    ax.add_collection(blocks, autolim=False)
    glow = [rectangle((x, y, 1.04, 1.04)) for (x, y), cell in cells.items() if cell.first]
    around = PathCollection(
        list(map(path_of, glow)),
        facecolors="none",
        edgecolors=HALO,
        linewidths=4,
        zorder=3,
        clip_on=False,
    )
    ax.add_collection(around, autolim=False)
    for (x, y), cell in cells.items():
        how: dict[str, Any] = {"ha": "center", "va": "center", "color": cell.ink}
        ax.text(x, y - 0.08, label(cell.mean), fontsize=TEXT + 1, weight="bold", **how)
        ax.text(x, y + 0.3, cell.services, fontsize=TEXT - 2, **how)


def _grid(ax: Axes, columns: int, rows: int) -> None:
    across = [((-0.5, y - 0.5), (columns - 0.5, y - 0.5)) for y in range(rows + 1)]
    down = [((x - 0.5, -0.5), (x - 0.5, rows - 0.5)) for x in range(columns + 1)]
    lines = LineCollection([*across, *down], colors=FAINT, linewidths=0.6, zorder=1)
    ax.add_collection(lines, autolim=False)
    ax.set_xlim(-0.5, columns - 0.5)
    ax.set_ylim(rows - 0.5, -0.5)


def _name_sides(ax: Axes, rows: list[str], columns: list[str], letters: list[str]) -> None:
    how: dict[str, Any] = {"family": letters, "parse_math": False}
    turned: dict[str, Any] = {"rotation": 45, "ha": "left", "rotation_mode": "anchor"}
    ax.set_xticks(range(len(columns)), columns, **turned, **how)
    ax.set_yticks(range(len(rows)), rows, **how)
    ax.xaxis.tick_top()
