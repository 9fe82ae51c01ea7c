"""``valuechain plan FILE``: what to do with a budget, or what every budget would win."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from valuechain.cli.arguments import (
    Usage,
    Verbs,
    add_file,
    add_format,
    opened,
    told_amount,
    told_usage,
)
from valuechain.questions.frontier import Frontier, frontier
from valuechain.questions.plan import SECONDS, Plan, plan


def add_to(verbs: Verbs) -> None:
    """Define the verb."""
    parser = verbs.add_parser(
        "plan", help="choose among the file's actions ('improve:') what wins the customers most"
    )
    add_file(parser)
    add_format(parser)
    budget = "what the actions may cost together; without it, the best plan at every budget"
    parser.add_argument("--budget", metavar="AMOUNT", type=told_amount, help=budget)
    parser.add_argument("-o", "--output", metavar="OUT", help="draw it: .svg, .png or .pdf")
    parser.add_argument(
        "--seconds",
        metavar="N",
        type=told_amount,
        default=SECONDS,
        help=f"time that a solver may take ({SECONDS:g})",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the plan, or the frontier; draw it, if that is asked for."""
    _check_output(arguments.output)
    chain = opened(arguments.file).chain
    with told_usage():
        found: Plan | Frontier
        if arguments.budget is None:
            found = frontier(chain, seconds=arguments.seconds)
        else:
            found = plan(chain, arguments.budget, seconds=arguments.seconds)
        if arguments.output:
            from valuechain.drawing.export import export  # loads matplotlib

            export(found.after if isinstance(found, Plan) else found, arguments.output)
    print(json.dumps(found.to_dict(), indent=2) if arguments.format == "json" else found)
    return 0


def _check_output(output: str | None) -> None:
    """Say at once that a picture cannot be written under a name: planning may take time."""
    if output and Path(output).suffix.lower() not in (".svg", ".png", ".pdf"):
        raise Usage(f"{output}: the name must end in .svg, .png or .pdf")
