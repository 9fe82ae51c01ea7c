"""How a report is rendered: one module a format.

Each has ``render(report, width, full=..., detail=...)``. A module here and its ending in `ENDINGS`
are all that another format takes; it is loaded when something is rendered.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from valuechain.reports.report import Report

ENDINGS = {"csv": ".csv", "html": ".html", "json": ".json", "markdown": ".md", "text": ".txt"}
"""With what the name of a file of each format ends."""
NAMES = tuple(ENDINGS)
"""Of all formats."""
BEGINNINGS = {"csv": "\ufeff"}
"""With what such a file begins: Excel shows letters such as ü right after a byte order mark."""
WIDTH = 96
"""Columns of a text where there is no terminal to ask."""
FORMAT_OF = {ending: name for name, ending in ENDINGS.items()}
"""The format that the ending of a name stands for."""


def rendered(
    report: Report, name: str, width: int, *, full: bool = False, detail: bool = False
) -> str:
    """The report in the format of this name, without a line break at its end.

    With all `detail`, or only what fits one screen where the report has such.
    """
    text: str = _module(name).render(report, width, full=full, detail=detail)
    return text


def _module(name: str) -> Any:
    return importlib.import_module(f"{__name__}.{name}")
