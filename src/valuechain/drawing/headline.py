"""The sentence or two of a report that a picture bears; nothing else of the report is made."""

from __future__ import annotations

from valuechain.drawing.sketch import Result, diagnosed
from valuechain.questions.comparison import Comparison
from valuechain.questions.simulation import Simulation
from valuechain.questions.what_if import WhatIf
from valuechain.reports.comparison import _answer as comparison_answer
from valuechain.reports.first import first_report
from valuechain.reports.simulation import _answer as simulation_answer
from valuechain.reports.verdict import _answer as verdict_answer
from valuechain.reports.what_if import _answer as what_if_answer


def headline(result: Result) -> str:
    """The answer of the report on a result; a frontier's picture bears that on its diagnosis."""
    if isinstance(result, Simulation):
        return simulation_answer(result)
    if isinstance(result, Comparison):
        return comparison_answer(result)
    diagnosis = diagnosed(result)
    if isinstance(diagnosis, WhatIf):
        return what_if_answer(diagnosis)
    if diagnosis.outcome is None:
        return first_report(diagnosis).answer
    return verdict_answer(diagnosis)
