"""One service's diagnosis in a sentence."""

from __future__ import annotations

from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.verdict import VERDICT_WORDS
from valuechain.reports.words import percent, points, shown


def sentence(row: ServiceDiagnosis) -> str:
    """What it is, and what it costs."""
    told = f"{shown(row.id)}: {percent(row.satisfaction)}, target {percent(row.target)}"
    told = f"{told}; {VERDICT_WORDS[row.verdict]}"
    return f"{told}; costs the customer {points(row.contribution)}" if row.contribution else told
