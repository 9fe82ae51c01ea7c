"""The questions of a survey in words, party by party."""

from __future__ import annotations

from valuechain.questions.survey_form import FormQuestion, SurveyForm
from valuechain.reports.report import NO_TABLE, Report, Section
from valuechain.reports.words import shown, when

_MARKS = "Answers from 1 (not at all) to 5 (fully)."


def report(form: SurveyForm) -> Report:
    """What to ask whom, and why."""
    sections = [
        Section(f"To {shown(form.names[party])}:", "", tuple(map(_text, asked)), verbatim=True)
        for party, asked in form.by_party.items()
    ]
    return Report.of(shown(form.title), answer(form), sections, NO_TABLE)


def answer(form: SurveyForm) -> str:
    """How to answer it."""
    del form
    return _MARKS


def _text(question: FormQuestion) -> str:
    return question.text + when(question.why, f"\n[{question.why}]")
