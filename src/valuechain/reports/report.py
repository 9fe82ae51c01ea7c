"""A diagnosis in words: which report fits what is known."""

from __future__ import annotations

from valuechain.analysis.diagnosis import Diagnosis
from valuechain.reports.first_report import first_report
from valuechain.reports.told import Report
from valuechain.reports.verdict_report import verdict_report


def report(diagnosis: Diagnosis) -> Report:
    """The diagnosis in words: a verdict, or, where nothing is known of the customers, whom to ask."""
    return first_report(diagnosis) if diagnosis.outcome is None else verdict_report(diagnosis)
