"""The questions of a survey in words, party by party."""

from __future__ import annotations

from valuechain.questions.survey_form import FormQuestion, SurveyForm
from valuechain.reports.report import NO_TABLE, Report, Section
from valuechain.reports.words import shown

_MARKS = "Answers from 1 (not at all) to 5 (fully)."


def report(form: SurveyForm) -> Report:
    """What to ask whom, and why."""
    sections = (
        Section(
            f"To {shown(form.names[party])}:", "", tuple(map(_question, questions)), verbatim=True
        )
        for party, questions in form.by_party.items()
    )
    return Report(shown(form.title), _MARKS, tuple(sections), NO_TABLE)


def _question(question: FormQuestion) -> str:
    return f"{question.text}\n[{question.why}]" if question.why else question.text
