"""``valuechain survey-form FILE -o OUT.xlsx``: a workbook in which the answers can be filled in."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from valuechain.cli.verb import Files
from valuechain.files.atomic import write_whole
from valuechain.files.tables import form_workbook
from valuechain.questions.survey_form import SurveyForm


def workbook(form: SurveyForm, options: argparse.Namespace) -> Files:
    """The form as a workbook, and how its answers are read back."""
    path = Path(options.output)
    into = "FILE" if options.file == "-" else options.file
    then = f"Copy its rows for each respondent; then: valuechain survey {path} --into {into}"
    return Files((path,), partial(write_whole, path, form_workbook(form, form.chain)), then)
