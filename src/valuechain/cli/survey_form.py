"""``valuechain survey-form FILE -o OUT.xlsx``: a workbook to fill in, and the map that reads it."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from valuechain.cli.reading import CHAINS, YAML
from valuechain.cli.verb import Files, quoted_name
from valuechain.files.atomic import write_all
from valuechain.files.form import FormFiles
from valuechain.questions.survey_form import SurveyForm


def workbook(form: SurveyForm, options: argparse.Namespace) -> Files:
    """The form as a workbook with its map beside it, and how its answers are read back."""
    path = Path(options.output)
    beside = path.with_suffix(".map.yaml")
    made = FormFiles(form)
    then = _filled_in(
        options.file, f"valuechain survey {quoted_name(path)} --map {quoted_name(beside)}"
    )
    return Files(
        (path, beside),
        partial(write_all, {path: made.workbook(), beside: made.map()}),
        f"A row for each respondent, a sheet for each party that is asked; then: {then}",
    )


def _filled_in(chain: str, survey: str) -> str:
    """How the scores get into the chain: into YAML, which it is turned into first."""
    path = Path(chain)
    if path.suffix.lower() in CHAINS and path.suffix.lower() not in YAML:
        yaml = quoted_name(path.with_suffix(YAML[0]))
        return f"valuechain convert {quoted_name(chain)} {yaml}; {survey} --into {yaml}"
    return f"{survey} --into {'FILE' if chain == '-' else quoted_name(chain)}"
