"""A diagnosis in words: which report fits what is known, and whether it is so or only supposed."""

from __future__ import annotations

from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.what_if import WhatIf
from valuechain.reports.first import first_report
from valuechain.reports.report import Report
from valuechain.reports.verdict import verdict_report
from valuechain.reports.what_if import what_if_report


def report(diagnosis: Diagnosis) -> Report:
    """The diagnosis in words: a verdict, or, where nothing is known of the customers, whom to ask."""
    if isinstance(diagnosis, WhatIf):
        return what_if_report(diagnosis)
    return first_report(diagnosis) if diagnosis.outcome is None else verdict_report(diagnosis)
