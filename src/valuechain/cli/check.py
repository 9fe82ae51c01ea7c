"""``valuechain check FILE``: is the file a value chain, and is anything about it worth a look?"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from valuechain.cli.arguments import Verbs, add_file, add_format, opened
from valuechain.model.action_rules import futile
from valuechain.model.rules import remarks
from valuechain.problems import FormatError, Problem


def add_to(verbs: Verbs) -> None:
    """Define the verb."""
    parser = verbs.add_parser("check", help="check a file and say everything that is wrong with it")
    add_file(parser)
    add_format(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what the file holds; problems and warnings go to standard error."""
    try:
        document = opened(arguments.file)
    except FormatError as error:
        if arguments.format == "json":
            print(
                json.dumps(
                    {
                        "file": arguments.file,
                        "problems": [asdict(problem) for problem in error.problems],
                        "warnings": [],
                    },
                    indent=2,
                )
            )
        raise
    chain = document.chain
    found = [
        Problem(
            f"warning: {fault.message}", fault.hint, *document.places[fault.place], arguments.file
        )
        for fault in (
            *remarks(chain.parties, chain.services.values()),
            *futile(chain.services.values()),
        )
    ]
    if arguments.format == "json":
        print(
            json.dumps(
                {
                    "file": arguments.file,
                    "problems": [],
                    "warnings": [asdict(warning) for warning in found],
                },
                indent=2,
            )
        )
        return 0
    for warning in found:
        print(warning, file=sys.stderr)
    print(f"{arguments.file}: fine. {chain}")
    return 0
