"""``valuechain survey ANSWERS``: what was answered, and with ``--into FILE`` the chain with these scores."""

from __future__ import annotations

import argparse
import codecs
import sys
from dataclasses import replace
from pathlib import Path

from valuechain.cli.arguments import Usage, Verbs
from valuechain.files.amend import amended
from valuechain.files.atomic import write_whole
from valuechain.files.nodes import decoded
from valuechain.files.reader import read_text
from valuechain.files.survey import read_survey
from valuechain.formats.text import render
from valuechain.model.chain import ValueChain
from valuechain.problems import ArgumentError, UnknownNameError
from valuechain.reports.survey import report
from valuechain.reports.words import counted
from valuechain.survey.marks import NAMES
from valuechain.survey.survey import MIN_RESPONSES, Survey


def add_to(verbs: Verbs) -> None:
    """Define the verb."""
    parser = verbs.add_parser(
        "survey", help="count a survey's answers and fill the scores into a chain"
    )
    parser.add_argument(
        "answers",
        metavar="ANSWERS",
        help="a CSV file or workbook with the columns provider, customer and score",
    )
    parser.add_argument(
        "--into",
        metavar="FILE",
        help="the chain in YAML that gets the scores; all else in it stays as it is",
    )
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="write the chain here and leave FILE as it is"
    )
    parser.add_argument(
        "--scale",
        default="1-5",
        help=f"of scores that do not name theirs: {', '.join(NAMES)} (1-5)",
    )
    parser.add_argument("--wave", metavar="WAVE", help="which wave to fill in (the latest)")
    parser.add_argument(
        "--sheet",
        metavar="NAME",
        help="of a workbook ('answers', or the only one with these columns)",
    )
    parser.add_argument(
        "--leniency",
        action="store_true",
        help="remove each respondent's own level from their answers",
    )
    parser.add_argument(
        "--min-responses",
        type=int,
        default=MIN_RESPONSES,
        metavar="N",
        help="answers below which a group is small (5)",
    )
    parser.add_argument(
        "--withhold",
        action="store_true",
        help="leave out small groups, and what would give them away by subtraction",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what was answered; write the chain whole or not at all."""
    target = arguments.output
    if target and not arguments.into:
        raise Usage("-o needs --into FILE: the chain that gets the scores")
    if target and Path(target).suffix.lower() not in (".yaml", ".yml"):
        raise Usage(f"{target}: the name must end in .yaml")
    data = Path(arguments.into).read_bytes() if arguments.into else b""
    chain = read_text(data, arguments.into).chain if arguments.into else None
    try:
        survey = read_survey(
            arguments.answers,
            arguments.scale,
            leniency=arguments.leniency,
            min_responses=arguments.min_responses,
            sheet=arguments.sheet,
            chain=chain,
        )
        return (
            _printed(survey, arguments)
            if chain is None
            else _filled_in(survey, chain, data, arguments)
        )
    except (ArgumentError, UnknownNameError) as error:
        raise Usage(str(error)) from None


def _printed(survey: Survey, arguments: argparse.Namespace) -> int:
    """All waves, or the one that is asked for."""
    if arguments.wave:
        survey = replace(survey, rows=survey.of_wave(arguments.wave))
    print(render(report(survey, withhold=arguments.withhold)))
    return 0


def _filled_in(
    survey: Survey, before: ValueChain, data: bytes, arguments: argparse.Namespace
) -> int:
    """Write the chain with the scores: `before` is what stands in the file, `data` its bytes."""
    path = Path(arguments.into)
    chain = survey.apply(before, arguments.wave, withhold=arguments.withhold)
    text, kept = amended(decoded(data, str(path)), chain)
    target = Path(arguments.output or arguments.into)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    write_whole(target, mark + text.encode())
    if not kept:
        print(
            f"valuechain: warning: comments or the layout of {path} may not be as they were in {target}: compare them",
            file=sys.stderr,
        )
    for remark in survey.remarks(before, arguments.wave, withhold=arguments.withhold):
        print(remark)
    measured = sum(service.score is not None for service in chain.services.values())
    then = (
        f"Next: valuechain simulate {target}"
        if measured
        else "Nothing is left to diagnose: ask more people, or lower --min-responses."
    )
    have = "has a score" if measured == 1 else "have scores"
    print(
        f"{target}: written; {measured} of {counted(len(chain.services), 'service')} {have}. {then}"
    )
    return 0
