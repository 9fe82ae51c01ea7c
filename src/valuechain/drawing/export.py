"""Pictures as files: the name's ending says which kind."""

from __future__ import annotations

import os
from collections.abc import Callable

from valuechain.drawing.dot import dot
from valuechain.drawing.focus import LEAST, Focus, focused
from valuechain.drawing.graphml import graphml
from valuechain.drawing.mermaid import mermaid
from valuechain.drawing.picture import Picture
from valuechain.drawing.subject import Result, Subject, result_of
from valuechain.drawing.svg import svg
from valuechain.drawing.views import Collapse, View, chart_name, checked, is_chart, pictured
from valuechain.files.atomic import path_of, write_whole
from valuechain.problems import ArgumentError, quoted, unknown

INKED = (".svg", ".png", ".pdf")
GRAPHS: dict[str, Callable[[Picture], str]] = {".mmd": mermaid, ".dot": dot, ".graphml": graphml}
_TEXTS = {".svg": svg, **GRAPHS}
"""What is written without matplotlib."""
KINDS = (*INKED, *GRAPHS)


def export(  # noqa: PLR0913  each has its default
    chain_or_diagnosis: Subject,
    path: str | os.PathLike[str],
    view: View = "chain",
    focus: str | None = None,
    *,
    collapse: Collapse = "auto",
    depth: int | None = None,
    least: float = LEAST,
) -> None:
    """Write a picture to a file: whole, or not at all; the same bytes on every run.

    ``.svg`` (text that can be searched, titles on hover), ``.png`` and ``.pdf`` hold what `draw`
    draws; ``.mmd`` (Mermaid), ``.dot`` (Graphviz) and ``.graphml`` hold the same graph with the
    same weak links, for others to place.

    Args:
        chain_or_diagnosis: as in `draw`.
        path: of the file, which is replaced.
        view: as in `draw`.
        focus: as in `draw`.
        collapse: as in `draw`.
        depth: as in `draw`.
        least: as in `draw`.

    Raises:
        UnknownNameError: there is no such kind of file, view, party or service.
        ArgumentError: as in `draw`; or a chart is asked for as Mermaid, DOT or GraphML.
        OSError: the file cannot be written; a file that was there is still as it was.
    """
    target = path_of(path)
    about = focused(focus, depth, least)
    write_whole(target, exported(chain_or_diagnosis, target.suffix.lower(), view, about, collapse))


def exported(
    subject: Subject,
    kind: str,
    view: View = "chain",
    focus: Focus | None = None,
    collapse: Collapse = "auto",
) -> str | bytes:
    """A picture as the content of a file of this kind, such as ``.svg``."""
    if kind not in KINDS:
        raise unknown(f"kind of file (there are {', '.join(KINDS)})", kind, KINDS)
    result = result_of(subject)
    checked(result, view, focus, collapse)
    if is_chart(result, view):
        return _chart(result, kind, view)
    picture = pictured(result, view, focus, collapse)
    if kind in _TEXTS:
        return _TEXTS[kind](picture)
    from valuechain.drawing.ink import inked_picture  # loads matplotlib

    return inked_picture(picture, kind[1:])


def _chart(result: Result, kind: str, view: View) -> str | bytes:
    """What is no drawing of the chain."""
    if kind in GRAPHS:
        name = chart_name(result, view).removeprefix("a ")
        kinds = f"{', '.join(INKED[:-1])} or {INKED[-1]}"
        raise ArgumentError(f"a {name} is no graph: write it as {kinds}, not {quoted(kind)}")
    from valuechain.drawing.draw import inked_chart  # loads matplotlib

    chart = inked_chart(result, kind[1:], view)
    return chart.decode() if kind in _TEXTS else chart
