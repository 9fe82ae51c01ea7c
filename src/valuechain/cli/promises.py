"""``valuechain promises FILE``: what every service must reach for the customers to be satisfied."""

from __future__ import annotations

import argparse
import json

from valuechain.cli.arguments import (
    Verbs,
    add_file,
    add_format,
    opened,
    told_percentage,
    told_usage,
)
from valuechain.questions.promises import promises


def add_to(verbs: Verbs) -> None:
    """Define the verb."""
    parser = verbs.add_parser(
        "promises", help="say what every service must reach for the outcome to reach a target"
    )
    add_file(parser)
    add_format(parser)
    parser.add_argument(
        "--target",
        metavar="PERCENT",
        type=told_percentage,
        help="the outcome to be reached (the file's target)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print it."""
    with told_usage():
        found = promises(opened(arguments.file).chain, arguments.target)
    print(json.dumps(found.to_dict(), indent=2) if arguments.format == "json" else found)
    return 0
