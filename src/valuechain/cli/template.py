"""``valuechain template OUT.xlsx``: a workbook to fill in, with drop-downs and an example."""

from __future__ import annotations

import argparse
from pathlib import Path

from valuechain.cli.arguments import Usage, Verbs, must_be_new
from valuechain.files.atomic import write_whole
from valuechain.files.tables import template


def add_to(verbs: Verbs) -> None:
    """Define the verb."""
    parser = verbs.add_parser(
        "template", help="write a workbook to fill in: parties, services and answers"
    )
    parser.add_argument(
        "target", metavar="OUT.xlsx", help="the workbook to write; it must not exist yet"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the workbook."""
    path = Path(arguments.target)
    if path.suffix.lower() != ".xlsx":
        raise Usage(f"{path}: the name must end in .xlsx")
    must_be_new(path)
    write_whole(path, template())
    print(
        f"{path}: written. Fill in its sheets; then: valuechain convert {path} {path.with_suffix('.yaml')}"
    )
    return 0
