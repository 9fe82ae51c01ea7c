"""``valuechain template OUT.xlsx``: a workbook to fill in, with drop-downs and an example."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from valuechain.cli.verb import Files, quoted_name
from valuechain.files import tables
from valuechain.files.atomic import write_whole


def template(target: str) -> Files:
    """The workbook to be written."""
    path = Path(target)
    names = map(quoted_name, (path, path.with_suffix(".yaml")))
    then = f"Fill in its sheets; then: valuechain convert {' '.join(names)}"
    return Files((path,), partial(write_whole, path, tables.template()), then)
