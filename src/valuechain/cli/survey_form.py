"""``valuechain survey-form FILE``: what to ask whom, the most informative questions first."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from valuechain.cli.arguments import Usage, Verbs, add_file, add_format, must_be_new, opened
from valuechain.files.atomic import write_whole
from valuechain.files.tables import form_workbook
from valuechain.questions.survey_form import survey_form


def add_to(verbs: Verbs) -> None:
    """Define the verb."""
    parser = verbs.add_parser(
        "survey-form", help="print what to ask each party, the most informative questions first"
    )
    add_file(parser)
    add_format(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT.xlsx",
        help="write a new workbook in which the answers can be filled in",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the form, or write it."""
    target = arguments.output
    if target and Path(target).suffix.lower() != ".xlsx":
        raise Usage(f"{target}: the name must end in .xlsx")
    if target:
        must_be_new(Path(target))
    chain = opened(arguments.file).chain
    form = survey_form(chain)
    if target:
        write_whole(Path(target), form_workbook(form, chain))
        into = "FILE" if arguments.file == "-" else arguments.file
        print(
            f"{target}: written. Copy its rows for each respondent; then: valuechain survey {target} --into {into}"
        )
    else:
        print(
            json.dumps([asdict(question) for question in form.questions], indent=2)
            if arguments.format == "json"
            else form
        )
    return 0
