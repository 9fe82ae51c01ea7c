"""Results as CSV: their rows, for spreadsheets."""

from __future__ import annotations

import csv
import io

from valuechain.files.cells import neutral
from valuechain.reports.report import Report


def render(report: Report, width: int = 0, *, full: bool = False) -> str:
    """The rows of what the report tells of; no cell begins as a formula."""
    del width
    records, names = report.result.table(full=full)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(neutral, names))
    for record in records:
        writer.writerow(_cell(record.get(name)) for name in names)
    return out.getvalue().removesuffix("\n")


def _cell(value: object) -> object:
    return neutral(value) if isinstance(value, str) else value
