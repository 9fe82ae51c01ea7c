"""Who serves whom, department by department: silos show as empty blocks."""

from __future__ import annotations

from collections.abc import Iterator

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from valuechain.analysis.diagnosis import Diagnosis
from valuechain.drawing.chart import chart_axes, dress
from valuechain.drawing.fonts import families
from valuechain.drawing.layout.layout import placed
from valuechain.drawing.layout.lettering import width, wrapped
from valuechain.drawing.sketch import Arrow, Sketch, bare_percent, box_of, folded, sketched
from valuechain.drawing.style import FAINT, MUTED, PAPER, TEXT, band

CELL = 34.0


def draw_matrix(diagnosis: Diagnosis, ax: Axes | None) -> Axes:
    """Draw the matrix: providers down, customers across, both along the flow."""
    sketch = sketched(diagnosis)
    small = folded(sketch)
    order = _along_the_flow(small)
    kinds = {box.id: box.kind for box in small.boxes}
    rows, columns = [b for b in order if kinds[b] != "customer"], [b for b in order if kinds[b] != "supplier"]
    names = {
        box.id: wrapped(box.name if box.id in {p.id for p in sketch.boxes} else box.id.strip(), TEXT, 130, 1, even=False)[0]
        for box in small.boxes
    }
    letters = families([diagnosis.chain.title, *names.values()])
    longest = max(width(name, TEXT) for name in names.values())
    ax = chart_axes(
        ax, (CELL * len(columns), CELL * len(rows)), (longest + 34, 46, max(longest * 0.75, 420 - CELL * len(columns)), longest * 0.75 + 48)
    )
    found = _cells(sketch)
    for y, provider in enumerate(rows):
        for x, customer in enumerate(columns):
            _cell(ax, x, y, found.get((provider, customer), []), own=provider == customer)
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xticks(
        range(len(columns)),
        [names[box] for box in columns],
        rotation=45,
        ha="left",
        rotation_mode="anchor",
        family=letters,
        parse_math=False,
    )
    ax.set_yticks(range(len(rows)), [names[box] for box in rows], family=letters, parse_math=False)
    ax.xaxis.tick_top()
    dress(ax, diagnosis, "who serves whom", letters)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    words = "down: who serves; across: who is served. Mean satisfaction in %, below it how many services; ? not measured; empty: no service"
    ax.set_xlabel("\n".join(wrapped(words, TEXT - 1, max(400.0, CELL * len(columns)), 3)), fontsize=TEXT - 1, color=MUTED, loc="left")
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


def _cell(ax: Axes, x: int, y: int, arrows: list[Arrow], *, own: bool) -> None:
    """One block, in the colour of its mean satisfaction against its mean target."""
    for corner, colour in _fill(arrows, own=own):
        ax.add_patch(Rectangle((x - 0.47, y - 0.47), 0.94, 0.94, facecolor=colour, edgecolor=corner, linewidth=0.6))
    scores = [arrow.satisfaction for arrow in arrows if arrow.satisfaction is not None]
    if arrows:
        number = bare_percent(sum(scores) / len(scores)) if scores else "?"
        ink = PAPER if scores else MUTED
        ax.text(x, y - 0.08, number, ha="center", va="center", fontsize=TEXT + 1, color=ink, weight="bold")
        ax.text(x, y + 0.3, f"{len(arrows)}", ha="center", va="center", fontsize=TEXT - 2, color=ink)


def _fill(arrows: list[Arrow], *, own: bool) -> Iterator[tuple[str, str]]:
    known = [arrow for arrow in arrows if arrow.satisfaction is not None]
    if known:
        mean = sum(arrow.satisfaction or 0.0 for arrow in known) / len(known)
        yield PAPER, band(mean, sum(arrow.target for arrow in known) / len(known))
    elif arrows:
        yield MUTED, PAPER
    else:
        yield FAINT, "#f4f5f6" if own else PAPER
