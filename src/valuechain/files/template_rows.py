"""The rows of the workbook to fill in, and whether a row still is one of them.

Such rows no longer count once there are others. Who types over one has written a row of his own,
whatever stays in its notes.
"""

from __future__ import annotations

from collections.abc import Mapping

from valuechain.files.headings import NOTES
from valuechain.model.parts import SERVICE_COLUMNS
from valuechain.model.tables import Row
from valuechain.model.values import CHAIN

_EXAMPLE = "example"
_ENDS = {"provider": "clerk", "customer": "customer", "delivers": "friendly advice"}
PARTIES: list[Row] = [
    {"name": "My organisation", "kind": CHAIN, "target": "75%", "dependence": 0.8, "rule": "mean"},
    {
        "id": "clerk",
        "name": "Clerk",
        "kind": "team",
        "group": "Shop",
        "people": 12,
        NOTES: _EXAMPLE,
    },
    {"id": "customer", "name": "Customer", "kind": "customer", "share": 1, NOTES: _EXAMPLE},
]
SERVICE: Row = {
    **dict.fromkeys(SERVICE_COLUMNS),
    **_ENDS,
    "satisfaction": "3.4/5 (9 responses)",
    "critical": False,
    "aspects.timeliness": "3.1/5 (9 responses)",
    "improve.1.action": "a second clerk at noon",
    "improve.1.cost": 400,
    "improve.1.quality": "90%",
    "scenarios.the clerk leaves": "failed",
    NOTES: _EXAMPLE,
}
ANSWER: Row = {**_ENDS, "score": "4/5", "respondent": "r1", "wave": "2026", NOTES: _EXAMPLE}
_TOLD = ("id", "name", "provider", "customer", "delivers", "satisfaction", "score")
"""Columns that say what a row is about."""


def still_an_example(row: Mapping[str, str]) -> bool:
    """Whether the cells of a row, by heading, are marked as an example and say what it said.

    >>> row = {"id": "clerk", "name": "Clerk", "notes": "example"}
    >>> still_an_example(row), still_an_example({**row, "id": "kitchen"})
    (True, False)
    """
    if row.get(NOTES, "").strip().casefold() != _EXAMPLE:
        return False
    told = {name: row[name].strip() for name in _TOLD if row.get(name, "").strip()}
    return any(told.items() <= known.items() for known in (*PARTIES, SERVICE, ANSWER))
