"""The parts of a chain that nothing joins, and in each of them the order of all columns; no measures yet."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import networkx
import numpy as np

from valuechain.drawing.sketch import Box, Sketch
from valuechain.geometry.columns import columns
from valuechain.geometry.grid import Grid, Ints, grid
from valuechain.geometry.loops import ways_to_break
from valuechain.geometry.network import Network
from valuechain.geometry.order import ordered
from valuechain.geometry.starts import starts

FEW = 30
"""Parties up to which several ways to break loops are tried."""
PASSAGE = 0.15
"""How many crossings a passage through a column is worth, where two ways to break loops are compared."""


@dataclass(frozen=True)
class Part:
    """Boxes that belong together, in ordered columns.

    Attributes:
        boxes: their numbers in the sketch; the parties of the grid, in this order.
        bundles: for each line of the network, the numbers of its arrows in the sketch.
        back: for each line of the network, whether it runs back.
        grid: parties and passages in columns.
        order: the items of each column, from top to bottom.
        end: the column of external customers.
    """

    boxes: list[int]
    bundles: list[list[int]]
    back: list[bool]
    grid: Grid
    order: list[list[int]]
    end: int


def parts(sketch: Sketch) -> list[Part]:
    """Every part of a sketch laid out by itself, the largest first, those without any arrow together last."""
    number = {box.id: i for i, box in enumerate(sketch.boxes)}
    bundles: dict[tuple[int, int], list[int]] = {}
    for i, arrow in enumerate(sketch.arrows):
        bundles.setdefault((number[arrow.provider], number[arrow.customer]), []).append(i)
    joined: networkx.Graph[int | str] = networkx.Graph(list(bundles))
    for i, box in enumerate(sketch.boxes):
        joined.add_node(i)
        if in_department(box):
            joined.add_edge(i, box.group)
    found = [
        sorted(i for i in together if isinstance(i, int))
        for together in networkx.connected_components(joined)
    ]
    alone = sorted(boxes[0] for boxes in found if len(boxes) == 1)
    laid = [
        _part(sketch, boxes, bundles)
        for boxes in sorted(found, key=lambda boxes: (-len(boxes), boxes))
        if len(boxes) > 1
    ]
    widest = max((part.end for part in laid), default=2)
    return [*laid, *([_apart(sketch, alone, widest)] if alone else [])]


def in_department(box: Box) -> bool:
    """Whether a box stands on a department's band; external customers stand in their own column."""
    return bool(box.group) and box.kind != "customer"


def _part(sketch: Sketch, boxes: list[int], bundles: dict[tuple[int, int], list[int]]) -> Part:
    place = {box: i for i, box in enumerate(boxes)}
    own = sorted((ends, arrows) for ends, arrows in bundles.items() if ends[0] in place)
    network = _network(
        [sketch.boxes[box] for box in boxes],
        [((place[tail], place[head]), len(arrows)) for (tail, head), arrows in own],
    )
    ways = 4 if len(boxes) <= FEW and len(own) <= 4 * FEW else 1
    best: tuple[tuple[float, int], list[bool], Grid, list[Ints]] | None = None
    for back in ways_to_break(network, ways):
        items = grid(network, columns(network, back), back)
        crossings, position = ordered(
            items, starts(items, min(24, max(2, 3000 // len(items.column))))
        )
        quality = (crossings + PASSAGE * len(items.column), len(items.column))
        if best is None or quality < best[0]:
            best = quality, back, items, position
    assert best is not None
    _, back, items, position = best
    end = max(items.column) + (not network.customers)
    return Part(boxes, [arrows for _, arrows in own], back, items, _turned(items, position), end)


def _network(boxes: Sequence[Box], bundles: Sequence[tuple[tuple[int, int], int]]) -> Network:
    departments = sorted({box.group for box in boxes if in_department(box)})
    return Network(
        parties=len(boxes),
        tail=[tail for (tail, _), _ in bundles],
        head=[head for (_, head), _ in bundles],
        weight=[services for _, services in bundles],
        customers=[i for i, box in enumerate(boxes) if box.kind == "customer"],
        hints={
            i: box.column for i, box in enumerate(boxes) if box.column and box.kind != "customer"
        },
        mark=[zlib.crc32(box.id.encode()) for box in boxes],
        group=[departments.index(box.group) if in_department(box) else -1 for box in boxes]
        if departments
        else (),
    )


def _turned(items: Grid, position: list[Ints]) -> list[list[int]]:
    """The items in order, the right way up: of an order and its mirror image, the one in which small marks stand rather above.

    Both are as good; which one it is must not change when a party is added.
    """
    mean = sum(items.mark[: items.parties]) / items.parties
    drift = 0.0
    for column, places in zip(items.columns, position, strict=True):
        heights = (places + 0.5) / len(places) - 0.5
        drift += sum(
            height * (items.mark[item] - mean)
            for item, height in zip(column, heights.tolist(), strict=True)
            if item < items.parties
        )
    found = []
    for column, places in zip(items.columns, position, strict=True):
        order = np.array(column)[np.argsort(places)].tolist()
        found.append(order if drift >= -1e-9 else order[::-1])
    return found


def _apart(sketch: Sketch, alone: list[int], end: int) -> Part:
    """Boxes that no arrow touches, spread over the columns."""
    column = [
        end if sketch.boxes[box].kind == "customer" else i % max(1, end)
        for i, box in enumerate(alone)
    ]
    items = grid(_network([sketch.boxes[box] for box in alone], []), column, [])
    return Part(alone, [], [], items, items.columns, end)
