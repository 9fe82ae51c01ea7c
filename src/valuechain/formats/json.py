"""Results as JSON: everything they know, at full precision, with the version of the format."""

from __future__ import annotations

import json

from valuechain.reports.report import Report


def render(report: Report, width: int = 0, *, full: bool = False, detail: bool = False) -> str:
    """The `to_dict` of what the report tells of."""
    del width, detail
    return json.dumps(report.result.to_dict(full=full), indent=2)
