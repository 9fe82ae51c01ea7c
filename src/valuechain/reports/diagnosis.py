"""A diagnosis in words: which report fits what is known."""

from __future__ import annotations

from valuechain.questions.diagnosis import Diagnosis
from valuechain.reports import first, verdict
from valuechain.reports.report import Report


def report(diagnosis: Diagnosis) -> Report:
    """A verdict, or, where nothing is known of the customers, whom to ask."""
    if diagnosis.outcome is None:
        return first.report(diagnosis)
    return verdict.report(diagnosis)


def answer(diagnosis: Diagnosis) -> str:
    """The first sentence."""
    if diagnosis.outcome is None:
        return first.answer(diagnosis)
    return verdict.answer(diagnosis)
