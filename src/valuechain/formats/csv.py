"""Results as CSV: their rows, for spreadsheets."""

from __future__ import annotations

import csv
import math

from valuechain.files.cells import neutral
from valuechain.reports.report import Report


class _Lines(list[str]):
    """What a writer of CSV writes, line by line."""

    def write(self, line: str) -> None:
        self.append(line.removesuffix("\r\n"))


def render(report: Report, width: int = 0, *, full: bool = False, detail: bool = False) -> str:
    """The rows of what the report tells of; no cell begins as a formula."""
    del width, detail
    records, names = report.result.table(full=full)
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")  # so that a cell with either is quoted
    writer.writerow(map(neutral, names))
    for record in records:
        writer.writerow(_cell(record.get(name)) for name in names)
    return "\n".join(lines)


def _cell(value: object) -> object:
    if isinstance(value, float) and math.isnan(value):
        return None  # what is not known is empty
    return neutral(value) if isinstance(value, str) else value
