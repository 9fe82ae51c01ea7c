"""One service's diagnosis in a sentence."""

from __future__ import annotations

from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.verdict_words import VERDICT_WORDS
from valuechain.reports.words import percent, points, shown, when


def sentence(row: ServiceDiagnosis) -> str:
    """What it is, and what it costs."""
    standing = f"{percent(row.satisfaction)}, target {percent(row.target)}"
    costs = f"; costs the customer {points(row.contribution)}"
    words = VERDICT_WORDS[row.verdict]
    return f"{shown(row.id)}: {standing}; {words}{when(row.contribution, costs)}"
