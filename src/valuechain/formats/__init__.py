"""How a report is rendered: one module a format.

Each has ``render(report, width, full=..., detail=...)``.

Each also names the `ENDING` of its files. Adding a module here is all that another format takes.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

from valuechain.reports.report import Report

NAMES = tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))
"""Of all formats."""


def by_ending() -> dict[str, str]:
    """The format that the ending of a file's name stands for.

    >>> by_ending()[".md"]
    'markdown'
    """
    return {_module(name).ENDING: name for name in NAMES}


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
