"""A diagnosis in words: which report fits what is known."""

from __future__ import annotations

from types import ModuleType

from valuechain.questions.diagnosis import Diagnosis
from valuechain.reports import first, verdict
from valuechain.reports.report import Report


def report(diagnosis: Diagnosis) -> Report:
    """A verdict, or, where nothing is known of the customers, whom to ask."""
    told: Report = _fitting(diagnosis).report(diagnosis)
    return told


def answer(diagnosis: Diagnosis) -> str:
    """The first sentence."""
    told: str = _fitting(diagnosis).answer(diagnosis)
    return told


def _fitting(diagnosis: Diagnosis) -> ModuleType:
    return first if diagnosis.outcome is None else verdict
