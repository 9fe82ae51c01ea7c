"""How a report is rendered: one module a format, with ``render(report, width, full=...)``.

Adding a module here is all that another format takes.
"""

from __future__ import annotations

import importlib
import pkgutil

from valuechain.reports.report import Report

NAMES = tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))
"""Of all formats."""


def rendered(report: Report, name: str, width: int, *, full: bool = False) -> str:
    """The report in the format of this name, without a line break at its end."""
    text: str = importlib.import_module(f"{__name__}.{name}").render(report, width, full=full)
    return text
