"""``valuechain schema``: the JSON Schema with which an editor completes and checks files."""

from __future__ import annotations

import argparse

from valuechain.cli.arguments import Verbs
from valuechain.files.schema import schema_text


def add_to(verbs: Verbs) -> None:
    """Define the verb."""
    parser = verbs.add_parser(
        "schema", help="print the JSON Schema with which editors complete and check files"
    )
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Print the schema."""
    print(schema_text(), end="")
    return 0
