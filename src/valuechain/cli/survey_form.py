"""``valuechain survey-form FILE -o OUT.xlsx``: a workbook to fill in, and the map that reads it."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from valuechain.cli.verb import Files
from valuechain.files.atomic import write_all
from valuechain.files.form import FormFiles
from valuechain.questions.survey_form import SurveyForm


def workbook(form: SurveyForm, options: argparse.Namespace) -> Files:
    """The form as a workbook with its map beside it, and how its answers are read back."""
    path = Path(options.output)
    beside = path.with_suffix(".map.yaml")
    made = FormFiles(form)
    into = "FILE" if options.file == "-" else options.file
    then = f"valuechain survey {path} --map {beside} --into {into}"
    return Files(
        (path, beside),
        partial(write_all, {path: made.workbook(), beside: made.map()}),
        f"A row for each respondent, a sheet for each party that is asked; then: {then}",
    )
