"""What is to be laid out: nodes as large as their texts, and edges; all sizes in points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """Lines of text, which a layout only passes on, and the room they need."""

    lines: tuple[str, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Node:
    """A box.

    Attributes:
        id: its own.
        text: what stands in it; it is at least as large.
        group: what names the band that it shares with others, ``""`` for none.
        column: the column asked for, from 1.
        last: whether it stands in the last column, and has no edge that leaves it.
    """

    id: str
    text: Text
    group: str = ""
    column: int | None = None
    last: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow between two boxes.

    Attributes:
        id: its own.
        tail, head: ids of the nodes it leaves and enters.
        label: width and height of what stands on it, ``None`` for nothing.
    """

    id: str
    tail: str
    head: str
    label: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and edges, each in canonical order, and the title of every group, above its band."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    titles: Mapping[str, Text] = field(default_factory=dict)
