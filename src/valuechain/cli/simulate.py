"""``valuechain simulate FILE``: how sure the diagnosis is, what the survey cannot decide, where to ask next."""

from __future__ import annotations

import argparse
import json
import signal
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext

import valuechain.reports  # noqa: F401  a simulation prints in words
from valuechain.cli.arguments import Usage, Verbs, add_file, add_format, opened
from valuechain.cli.progress import Bar
from valuechain.model.numbers import percentage
from valuechain.problems import ArgumentError, Fault
from valuechain.questions.simulate import simulate


def add_to(verbs: Verbs) -> None:
    """Define the verb."""
    parser = verbs.add_parser(
        "simulate", help="say how sure the diagnosis is and where to ask next"
    )
    add_file(parser)
    add_format(parser)
    parser.add_argument(
        "--draws",
        type=int,
        default=10_000,
        metavar="N",
        help="how often the scores are drawn (10,000)",
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="the same seed gives the same result (0)"
    )
    parser.add_argument(
        "--level", default="95%", metavar="PERCENT", help="how sure an interval is (95%%)"
    )
    parser.add_argument(
        "--jobs",
        type=int,
        default=1,
        metavar="N",
        help="processes that compute (1); they change nothing but the time",
    )
    parser.set_defaults(run=run)


def _quiet() -> None:
    """Let the command itself say that it was interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def run(arguments: argparse.Namespace) -> int:
    """Print the simulation; on a terminal, show how far it is."""
    try:
        level = percentage(arguments.level)
    except Fault as refused:
        raise Usage(f"--level: {refused.message} ({refused.hint})") from None
    if not 1 <= arguments.jobs <= 1000:
        raise Usage(f"--jobs {arguments.jobs}: a number from 1 to 1000")
    chain = opened(arguments.file).chain
    with (
        ProcessPoolExecutor(arguments.jobs, initializer=_quiet)
        if arguments.jobs > 1
        else nullcontext() as executor,
        Bar() as bar,
    ):
        try:
            found = simulate(chain, arguments.draws, arguments.seed, level, executor, bar.show)
        except ArgumentError as error:
            raise Usage(str(error)) from None
    print(json.dumps(found.to_dict(), indent=2) if arguments.format == "json" else found)
    return 0
