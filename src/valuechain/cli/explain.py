"""``valuechain explain FILE ID``: why one service is as it is."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from valuechain.cli.arguments import Usage, Verbs, add_file, add_format, opened
from valuechain.problems import UnknownNameError
from valuechain.questions.diagnosis import diagnose


def add_to(verbs: Verbs) -> None:
    """Define the verb."""
    parser = verbs.add_parser(
        "explain",
        help="print the arithmetic of one service and where the inherited part comes from",
    )
    add_file(parser)
    parser.add_argument(
        "id",
        metavar="ID",
        help="a service, such as 'clerk->designer' (in quotes: a shell takes > for itself)",
    )
    add_format(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the explanation."""
    diagnosis = diagnose(opened(arguments.file).chain)
    try:
        explanation = diagnosis.explain(arguments.id)
    except UnknownNameError as error:
        raise Usage(f"{arguments.file}: {error}") from None
    if arguments.format == "json":
        print(
            json.dumps(
                asdict(explanation)
                | {"sources": [{"id": i, "part": p} for i, p in explanation.sources]},
                indent=2,
            )
        )
    else:
        print(explanation)
    return 0
