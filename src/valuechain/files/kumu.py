"""The workbook of Kumu: elements and connections, as a chain's two tables.

Read are an element's label and type (supplier, team or customer), who serves whom, a connection's
label as what it delivers, and columns that bear the names of a chain's own. What else Kumu keeps
there (descriptions, tags, the type of a connection) is its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from valuechain.files.headings import Headings, RawTable, folded, top_of
from valuechain.files.workbook import Workbook
from valuechain.problems import FormatError, Problem, quoted

_ELEMENTS, _CONNECTIONS = "elements", "connections"
_OF_ELEMENTS = {"label": "id", "type": "kind"}
_OF_CONNECTIONS = {"from": "provider", "to": "customer", "label": "delivers"}
_DIRECTION = "direction"


def is_kumu(book: Workbook) -> bool:
    """Whether a workbook has these sheets."""
    return all(book.named(name) is not None for name in (_ELEMENTS, _CONNECTIONS))


def elements(book: Workbook, headings: Headings) -> RawTable:
    """The table of the parties."""
    return _renamed(book.table(headings, _ELEMENTS), headings, _OF_ELEMENTS)


def connections(book: Workbook, headings: Headings) -> RawTable:
    """The table of the services.

    Raises:
        FormatError: a connection runs both ways, or none.
    """
    table = book.table(headings, _CONNECTIONS)
    top = top_of(table, replace(headings, required=tuple(_OF_CONNECTIONS)[:2]))
    words = [folded(str(cell)) for cell in table.rows[top]]
    if _DIRECTION in words:
        _check_directions(table, top, words.index(_DIRECTION))
    return _renamed(table, headings, _OF_CONNECTIONS)


def _check_directions(table: RawTable, top: int, at: int) -> None:
    problems = [
        Problem(
            f"the connection is {quoted(str(row[at]))}",
            "a service runs one way: write 'directed', and another row for the way back",
            line=table.first + number,
            column=at + 1,
            file=table.file,
            heading=str(table.rows[top][at]),
            sheet=table.sheet,
        )
        for number, row in enumerate(table.rows)
        if number > top and folded(str(row[at] or "")) not in ("", "directed")
    ]
    if problems:
        raise FormatError(problems)


def _renamed(table: RawTable, headings: Headings, ours: Mapping[str, str]) -> RawTable:
    """With the names that a chain's tables have; other columns are left out."""
    top = top_of(table, replace(headings, required=tuple(ours)[:2]))
    words = [folded(str(cell or "")) for cell in table.rows[top]]
    own = set(headings.known) - set(ours.values())
    names = [ours.get(word, word if word in own else "") for word in words]
    kept = [at for at, name in enumerate(names) if name]
    rows = [[row[at] if at < len(row) else None for at in kept] for row in table.rows[top:]]
    rows[0] = [names[at] for at in kept]
    broken = {
        (row - top, kept.index(at)): said for (row, at), said in table.broken.items() if at in kept
    }
    hidden = frozenset(row - top for row in table.hidden)
    return replace(table, rows=rows, first=table.first + top, broken=broken, hidden=hidden)
