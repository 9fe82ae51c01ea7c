"""What a notebook shows: the picture, and below it the words."""

from __future__ import annotations

import warnings
from html import escape
from typing import TYPE_CHECKING

from valuechain.formats.html import chain_html, diagnosis_html, report_html
from valuechain.model.chain import ValueChain
from valuechain.model.showing import as_html
from valuechain.questions.comparison import Comparison
from valuechain.questions.diagnosis import Diagnosis, diagnose
from valuechain.questions.frontier import Frontier
from valuechain.questions.plan import Plan
from valuechain.questions.promises import Promises
from valuechain.questions.robustness import Robustness
from valuechain.questions.side_by_side import SideBySide
from valuechain.questions.simulation import Simulation
from valuechain.reports.comparison import comparison_report
from valuechain.reports.plan import frontier_report, plan_report, promises_report
from valuechain.reports.robustness import robustness_report
from valuechain.reports.simulation import simulation_report
from valuechain.reports.survey import survey_report
from valuechain.reports.what_if import side_by_side_report
from valuechain.survey.survey import Survey

if TYPE_CHECKING:
    from valuechain.drawing.sketch import Subject

MOST = 300
"""Boxes of a picture that is drawn without being asked for."""


@as_html.register
def _(diagnosis: Diagnosis) -> str:
    return f"<div>{_picture(diagnosis)}{diagnosis_html(diagnosis)}</div>"


@as_html.register
def _(simulation: Simulation) -> str:
    return f"<div>{_picture(simulation)}{report_html(simulation_report(simulation))}</div>"


@as_html.register
def _(found: SideBySide) -> str:
    return report_html(side_by_side_report(found))


@as_html.register
def _(found: Plan) -> str:
    return report_html(plan_report(found))


@as_html.register
def _(found: Frontier) -> str:
    picture = ""
    if found.before.outcome is not None:
        picture = _svg(found)
    return f"<div>{picture}{report_html(frontier_report(found))}</div>"


@as_html.register
def _(found: Comparison) -> str:
    return f"<div>{_picture(found)}{report_html(comparison_report(found))}</div>"


@as_html.register
def _(found: Robustness) -> str:
    return report_html(robustness_report(found))


@as_html.register
def _(found: Promises) -> str:
    return report_html(promises_report(found))


@as_html.register
def _(survey: Survey) -> str:
    return report_html(survey_report(survey))


@as_html.register
def _(chain: ValueChain) -> str:
    picture = _picture(diagnose(chain))
    if not picture:
        return chain_html(chain)
    return f"<div><p><b>{escape(str(chain))}</b></p>{picture}</div>"


def _picture(subject: Diagnosis | Simulation | Comparison) -> str:
    from valuechain.drawing.draw import MANY  # loads matplotlib, only where something is shown
    from valuechain.drawing.folding import folded
    from valuechain.drawing.sketch import diagnosed, sketched

    sketch = sketched(diagnosed(subject))
    if len(sketch.boxes) > MANY and len(folded(sketch).boxes) > MOST:
        return ""
    return _svg(subject)


def _svg(subject: Subject) -> str:
    from valuechain.drawing.export import exported
    from valuechain.drawing.fonts import GlyphWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GlyphWarning)  # the page has fonts of its own
        svg = exported(subject, ".svg")
    assert isinstance(svg, bytes)
    return "".join(svg.decode().partition("<svg")[1:])  # without the XML heading
