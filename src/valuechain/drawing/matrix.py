"""Who serves whom, department by department: silos show as empty blocks."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection

from valuechain.drawing.canvas import rectangle
from valuechain.drawing.chart import chart_axes, dress
from valuechain.drawing.fonts import families
from valuechain.drawing.lettering import width, wrapped
from valuechain.drawing.placing import placed
from valuechain.drawing.sketch import Arrow, Sketch, bare_percent, box_of, folded, sketched
from valuechain.drawing.style import FAINT, GOOD, INK, MUTED, PAPER, TEXT, band
from valuechain.questions.diagnosis import Diagnosis

CELL = 34.0
_KEY = (
    "down: who serves; across: who is served. Mean satisfaction in %, below it how many services; "
    "blue: on target, amber and red: below; ? not measured; empty: no service"
)


def draw_matrix(diagnosis: Diagnosis, ax: Axes | None, unsure: frozenset[str]) -> Axes:
    """Draw the matrix: providers down, customers across, both along the flow."""
    del unsure  # it counts and takes means
    sketch = sketched(diagnosis)
    small = folded(sketch)
    order = _along_the_flow(small)
    kinds = {box.id: box.kind for box in small.boxes}
    rows, columns = (
        [b for b in order if kinds[b] != "customer"],
        [b for b in order if kinds[b] != "supplier"],
    )
    names = {
        box.id: wrapped(
            box.name if box.id in {p.id for p in sketch.boxes} else box.id[1:],
            TEXT,
            130,
            1,
            even=False,
        )[0]
        for box in small.boxes
    }
    letters = families([diagnosis.chain.title, *names.values()])
    longest = max(width(name, TEXT) for name in names.values())
    ax = chart_axes(
        ax,
        (CELL * len(columns), CELL * len(rows)),
        (longest + 34, 46, max(longest * 0.75, 420 - CELL * len(columns)), longest * 0.75 + 48),
    )
    found = _cells(sketch)
    cells = {
        (x, y): found[provider, customer]
        for y, provider in enumerate(rows)
        for x, customer in enumerate(columns)
        if (provider, customer) in found
    }
    _fill(ax, cells)
    for (x, y), arrows in cells.items():
        _number(ax, x, y, arrows)
    _grid(ax, len(columns), len(rows))
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    how: dict[str, Any] = {"family": letters, "parse_math": False}
    ax.set_xticks(
        range(len(columns)),
        [names[box] for box in columns],
        rotation=45,
        ha="left",
        rotation_mode="anchor",
        **how,
    )
    ax.set_yticks(range(len(rows)), [names[box] for box in rows], **how)
    ax.xaxis.tick_top()
    dress(ax, diagnosis, "who serves whom", letters)
    ax.spines[["left", "bottom"]].set_visible(False)
    told = "\n".join(wrapped(_KEY, TEXT - 1, max(400.0, CELL * len(columns)), 3))
    ax.set_xlabel(told, fontsize=TEXT - 1, color=MUTED, loc="left")
    return ax


def _along_the_flow(small: Sketch) -> list[str]:
    boxes = placed(small, upright=False).boxes
    return sorted(boxes, key=lambda box: (boxes[box][0], -boxes[box][1], box))


def _cells(sketch: Sketch) -> dict[tuple[str, str], list[Arrow]]:
    into = box_of(sketch)
    found: dict[tuple[str, str], list[Arrow]] = {}
    for arrow in sketch.arrows:
        found.setdefault((into[arrow.provider], into[arrow.customer]), []).append(arrow)
    return found


def _mean(arrows: list[Arrow]) -> float | None:
    scores = [arrow.satisfaction for arrow in arrows if arrow.satisfaction is not None]
    return sum(scores) / len(scores) if scores else None


def _fill(ax: Axes, cells: dict[tuple[int, int], list[Arrow]]) -> None:
    """Every block that holds a service, in the colour of its mean satisfaction against its mean target."""
    paths = [rectangle((x, y, 0.94, 0.94)) for x, y in cells]
    means = [_mean(arrows) for arrows in cells.values()]
    targets = [sum(arrow.target for arrow in arrows) / len(arrows) for arrows in cells.values()]
    fills = [
        PAPER if mean is None else band(mean, target)
        for mean, target in zip(means, targets, strict=True)
    ]
    edges = [MUTED if mean is None else fill for mean, fill in zip(means, fills, strict=True)]
    ax.add_collection(
        PathCollection(paths, facecolors=fills, edgecolors=edges, linewidths=0.8, zorder=2),
        autolim=False,
    )


def _number(ax: Axes, x: int, y: int, arrows: list[Arrow]) -> None:
    mean = _mean(arrows)
    target = sum(arrow.target for arrow in arrows) / len(arrows)
    ink = MUTED if mean is None else INK if band(mean, target) == GOOD else PAPER
    number = "?" if mean is None else bare_percent(mean)
    ax.text(
        x, y - 0.08, number, ha="center", va="center", fontsize=TEXT + 1, color=ink, weight="bold"
    )
    ax.text(x, y + 0.3, f"{len(arrows)}", ha="center", va="center", fontsize=TEXT - 2, color=ink)


def _grid(ax: Axes, columns: int, rows: int) -> None:
    across = [((-0.5, y - 0.5), (columns - 0.5, y - 0.5)) for y in range(rows + 1)]
    down = [((x - 0.5, -0.5), (x - 0.5, rows - 0.5)) for x in range(columns + 1)]
    ax.add_collection(
        LineCollection([*across, *down], colors=FAINT, linewidths=0.6, zorder=1), autolim=False
    )
