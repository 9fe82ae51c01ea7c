"""``valuechain compare OLD NEW``: did it help, whose doing is it, and is it more than chance?"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from valuechain.cli.arguments import Usage, Verbs, add_format, opened, told_usage
from valuechain.files.survey import read_survey
from valuechain.model.chain import ValueChain
from valuechain.questions.comparison import Comparison, compare
from valuechain.reports.words import signed_points

VIEWS = ("chain", "pyramid", "slope")


def add_to(verbs: Verbs) -> None:
    """Define the verb."""
    parser = verbs.add_parser(
        "compare", help="say what changed between two files, or two waves of a survey"
    )
    parser.add_argument(
        "old",
        metavar="OLD",
        help="the chain as it was, in YAML; with --survey, the chain that was asked about",
    )
    parser.add_argument("new", metavar="NEW", nargs="?", help="the chain as it is")
    add_format(parser)
    parser.add_argument(
        "--survey",
        metavar="ANSWERS",
        help="compare two waves of these answers (CSV or workbook) instead of two files",
    )
    parser.add_argument(
        "--waves", nargs=2, metavar=("FIRST", "SECOND"), help="which waves (the last two)"
    )
    parser.add_argument(
        "--fail-if-worse",
        action="store_true",
        help="exit with status 3 if the outcome fell or cannot be told",
    )
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="draw it: .svg, .png, .pdf, .mmd, .dot or .graphml"
    )
    parser.add_argument(
        "--view",
        choices=VIEWS,
        default="chain",
        help="chain or pyramid, coloured by change; slope, lines from then to now",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the comparison; draw it, if that is asked for."""
    if (arguments.new is None) == (arguments.survey is None):
        raise Usage("compare takes two files, or one and --survey ANSWERS")
    if arguments.waves and not arguments.survey:
        raise Usage("--waves needs --survey ANSWERS")
    with told_usage():
        found = compare(*_chains(arguments))
        if arguments.output:
            _draw(found, arguments)
    print(json.dumps(found.to_dict(), indent=2) if arguments.format == "json" else found)
    if not arguments.fail_if_worse or (found.change is not None and found.change >= -1e-9):
        return 0
    told = "unknown" if found.change is None else signed_points(found.change)
    print(f"valuechain: the change of the outcome is {told}", file=sys.stderr)
    return 3


def _chains(arguments: argparse.Namespace) -> tuple[ValueChain, ValueChain]:
    old = opened(arguments.old).chain
    if arguments.survey is None:
        return old, opened(arguments.new).chain
    survey = read_survey(arguments.survey, chain=old)
    waves = arguments.waves or [wave for wave in survey.waves if wave][-2:]
    if len(set(waves)) < 2:
        raise Usage(
            f"{arguments.survey}: there are not two waves to compare; a column 'wave' tells them apart"
        )
    then, now = survey.per_wave(old, waves)
    return then, now


def _draw(found: Comparison, arguments: argparse.Namespace) -> None:
    from valuechain.drawing.export import KINDS, export  # loads matplotlib

    if Path(arguments.output).suffix.lower() not in KINDS:
        raise Usage(f"{arguments.output}: the name must end in one of {', '.join(KINDS)}")
    export(found, arguments.output, arguments.view)
