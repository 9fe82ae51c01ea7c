"""``valuechain draw FILE -o OUT``: the chain, or what is said of it, as a picture."""

from __future__ import annotations

import argparse
from pathlib import Path

from valuechain.cli.arguments import Usage, Verbs, add_file, opened
from valuechain.problems import ArgumentError, UnknownNameError
from valuechain.questions.diagnosis import diagnose
from valuechain.questions.simulate import simulate

VIEWS = ("chain", "pyramid", "walk", "map", "matrix")
COLLAPSES = ("auto", "group", "none")


def add_to(verbs: Verbs) -> None:
    """Define the verb."""
    parser = verbs.add_parser(
        "draw", help="draw the chain: weak links, whose doing they are, where to start"
    )
    add_file(parser)
    kinds = "OUT ends in .svg, .png or .pdf; or in .mmd, .dot or .graphml for Mermaid, Graphviz and graph tools"
    parser.add_argument("-o", "--output", metavar="OUT", required=True, help=kinds)
    views = "chain, pyramid (customers on top), walk (from 100 %% to the outcome), map (importance and satisfaction), matrix (by department)"
    parser.add_argument("--view", choices=VIEWS, default="chain", help=views)
    parser.add_argument(
        "--focus",
        metavar="ID",
        help="a party or service: what leads to and from it, the rest faded",
    )
    parser.add_argument(
        "--collapse",
        choices=COLLAPSES,
        default="auto",
        help="fold departments into one box each (auto: above 150 parties)",
    )
    parser.add_argument(
        "--simulate",
        action="store_true",
        help="show how sure it is: what too few answers cannot tell blames nobody",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Draw and write; nothing is written where anything is wrong."""
    from valuechain.drawing.export import KINDS, export  # loads matplotlib

    if Path(arguments.output).suffix.lower() not in KINDS:
        raise Usage(f"{arguments.output}: the name must end in one of {', '.join(KINDS)}")
    chain = opened(arguments.file).chain
    subject = simulate(chain) if arguments.simulate else diagnose(chain)
    try:
        export(
            subject, arguments.output, arguments.view, arguments.focus, collapse=arguments.collapse
        )
    except (ArgumentError, UnknownNameError) as error:
        raise Usage(str(error)) from None
    return 0
