"""``valuechain diagnose FILE``: which links are weak, whose doing it is, what to do first."""

from __future__ import annotations

import argparse
import json
import sys

from valuechain.cli.arguments import Verbs, add_file, add_format, opened, told_percentage
from valuechain.questions.diagnosis import diagnose
from valuechain.reports.words import percent


def add_to(verbs: Verbs) -> None:
    """Define the verb."""
    parser = verbs.add_parser(
        "diagnose", help="say which links are weak, whose doing it is, what to do first"
    )
    add_file(parser)
    add_format(parser)
    parser.add_argument(
        "--full",
        action="store_true",
        help="compute every gain and loss above 5,000 services too (slow)",
    )
    parser.add_argument(
        "--fail-below",
        metavar="PERCENT",
        type=told_percentage,
        help="exit with status 3 if the outcome is lower or unknown",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the diagnosis; compare the outcome with the limit, if there is one."""
    diagnosis = diagnose(opened(arguments.file).chain)
    if arguments.format == "json":
        print(json.dumps(diagnosis.to_dict(full=arguments.full), indent=2))
    else:
        print(diagnosis)
    limit = arguments.fail_below
    if limit is None or (diagnosis.outcome is not None and diagnosis.outcome >= limit - 1e-9):
        return 0
    print(f"valuechain: the outcome is {_against(diagnosis.outcome, limit)}", file=sys.stderr)
    return 3


def _against(outcome: float | None, limit: float) -> str:
    """How the outcome misses the limit; with more digits where rounding would hide it."""
    if outcome is None:
        return f"unknown; at least {percent(limit)} is asked for"
    shown, asked = percent(outcome), percent(limit)
    if shown == asked:
        shown, asked = f"{100 * outcome:.6g} %", f"{100 * limit:.6g} %"
    return f"{shown}; at least {asked} is asked for"
