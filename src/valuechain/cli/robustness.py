"""``valuechain robustness FILE``: for which dependence the diagnosis holds."""

from __future__ import annotations

import argparse
import json

from valuechain.cli.arguments import Verbs, add_file, add_format, opened
from valuechain.questions.robustness import robustness


def add_to(verbs: Verbs) -> None:
    """Define the verb."""
    parser = verbs.add_parser(
        "robustness", help="say for which dependence the verdicts hold and the first stays first"
    )
    add_file(parser)
    add_format(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print it."""
    found = robustness(opened(arguments.file).chain)
    print(json.dumps(found.to_dict(), indent=2) if arguments.format == "json" else found)
    return 0
