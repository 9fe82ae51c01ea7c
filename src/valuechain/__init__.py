"""valuechain shows an organisation how it serves its customers.

Who serves whom is written in YAML; the library finds the weak links, says whose doing each is, and
what it costs the external customer in the end.

>>> import valuechain as vc
>>> chain = vc.loads('''
... valuechain: 1
... teams:
...   clerk: {serves: {designer: {delivers: order form, satisfaction: 60%}}}
...   designer: {serves: {customer: {delivers: bouquet, satisfaction: 65%}}}
... customers:
...   customer:
... ''')
>>> [(link.id, link.verdict) for link in vc.diagnose(chain).weak_links]
[('clerk->designer', 'root cause'), ('designer->customer', 'symptom')]
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing's own takes a while to load, in which no interruption is caught
if TYPE_CHECKING:
    from valuechain.document.write import write_report as write_report
    from valuechain.drawing.draw import draw
    from valuechain.drawing.export import export
    from valuechain.drawing.fonts import GlyphWarning as GlyphWarning
    from valuechain.drawing.ink import ScaledWarning as ScaledWarning
    from valuechain.drawing.placing import layout
    from valuechain.files.draft_map import Draft as Draft
    from valuechain.files.draft_map import draft_map as draft_map
    from valuechain.files.examples import example
    from valuechain.files.playbook import feedback as feedback
    from valuechain.files.playbook import read_playbook as read_playbook
    from valuechain.files.portfolio import portfolio as portfolio
    from valuechain.files.reader import load, loads
    from valuechain.files.survey import read_survey
    from valuechain.files.tables import read_excel, read_tables, write_excel, write_tables
    from valuechain.files.writer import dump, dumps
    from valuechain.geometry.places import Layout
    from valuechain.model.actions import Action as Action
    from valuechain.model.chain import ValueChain
    from valuechain.model.durations import Duration as Duration
    from valuechain.model.parts import Party, Service
    from valuechain.model.playbook import Conversation as Conversation
    from valuechain.model.playbook import Playbook as Playbook
    from valuechain.model.revenue import Revenue as Revenue
    from valuechain.model.scenarios import Scenario as Scenario
    from valuechain.model.score import Score
    from valuechain.problems import (
        ArgumentError,
        FormatError,
        ModelError,
        UnknownNameError,
        ValueChainError,
    )
    from valuechain.problems import (
        MissingExtraError as MissingExtraError,
    )
    from valuechain.problems import (
        Problem as Problem,
    )
    from valuechain.questions.aspect_rows import AspectRow as AspectRow
    from valuechain.questions.aspect_rows import ProviderAspect as ProviderAspect
    from valuechain.questions.aspects import Aspects as Aspects
    from valuechain.questions.aspects import aspects as aspects
    from valuechain.questions.comparison import Comparison, compare
    from valuechain.questions.defects import CountedService as CountedService
    from valuechain.questions.defects import Defects as Defects
    from valuechain.questions.defects import RolledYield as RolledYield
    from valuechain.questions.defects import defects as defects
    from valuechain.questions.dependence_estimate import DependenceEstimate as DependenceEstimate
    from valuechain.questions.dependence_estimate import UsedService as UsedService
    from valuechain.questions.dependence_estimate import (
        estimate_dependence as estimate_dependence,
    )
    from valuechain.questions.diagnosis import Diagnosis, diagnose
    from valuechain.questions.diagnosis import PrecisionWarning as PrecisionWarning
    from valuechain.questions.explanation import Explanation as Explanation
    from valuechain.questions.feedback import Feedback as Feedback
    from valuechain.questions.feedback import Thanks as Thanks
    from valuechain.questions.feedback import WeakLinkFeedback as WeakLinkFeedback
    from valuechain.questions.frontier import Frontier as Frontier
    from valuechain.questions.frontier import FrontierStep as FrontierStep
    from valuechain.questions.frontier import frontier
    from valuechain.questions.money import Worth as Worth
    from valuechain.questions.money import WorthPlan as WorthPlan
    from valuechain.questions.money import WorthStep as WorthStep
    from valuechain.questions.money import money as money
    from valuechain.questions.plan import Plan, plan
    from valuechain.questions.portfolio import CommonWeakness as CommonWeakness
    from valuechain.questions.portfolio import Portfolio as Portfolio
    from valuechain.questions.portfolio import Site as Site
    from valuechain.questions.promises import PromisedService as PromisedService
    from valuechain.questions.promises import Promises as Promises
    from valuechain.questions.promises import promises
    from valuechain.questions.robustness import Robustness as Robustness
    from valuechain.questions.robustness import RobustService as RobustService
    from valuechain.questions.robustness import robustness
    from valuechain.questions.service import ServiceDiagnosis as ServiceDiagnosis
    from valuechain.questions.service_change import ServiceChange as ServiceChange
    from valuechain.questions.side_by_side import SideBySide as SideBySide
    from valuechain.questions.side_by_side import side_by_side
    from valuechain.questions.simulate import simulate
    from valuechain.questions.simulation import SimulatedService as SimulatedService
    from valuechain.questions.simulation import Simulation
    from valuechain.questions.structure import Finding as Finding
    from valuechain.questions.structure import Structure as Structure
    from valuechain.questions.structure import structure as structure
    from valuechain.questions.survey_form import SurveyForm as SurveyForm
    from valuechain.questions.survey_form import survey_form
    from valuechain.questions.timing import CustomerTiming as CustomerTiming
    from valuechain.questions.timing import TimedService as TimedService
    from valuechain.questions.timing import Timing as Timing
    from valuechain.questions.timing import timing as timing
    from valuechain.questions.what_if import WhatIf, what_if
    from valuechain.survey.rows import SurveyRow as SurveyRow
    from valuechain.survey.survey import Survey

__version__ = "0.1.0"

_HOME = {
    "model.chain": ("ValueChain",),
    "model.parts": ("Party", "Service"),
    "model.score": ("Score",),
    "problems": (
        "ArgumentError",
        "FormatError",
        "ModelError",
        "UnknownNameError",
        "ValueChainError",
    ),
    "files.reader": ("load", "loads"),
    "files.examples": ("example",),
    "files.writer": ("dump", "dumps"),
    "files.tables": ("read_excel", "read_tables", "write_excel", "write_tables"),
    "files.survey": ("read_survey",),
    "survey.survey": ("Survey",),
    "questions.diagnosis": ("Diagnosis", "diagnose"),
    "questions.what_if": ("WhatIf", "what_if"),
    "questions.side_by_side": ("side_by_side",),
    "questions.simulate": ("simulate",),
    "questions.simulation": ("Simulation",),
    "questions.robustness": ("robustness",),
    "questions.plan": ("Plan", "plan"),
    "questions.frontier": ("frontier",),
    "questions.promises": ("promises",),
    "questions.comparison": ("Comparison", "compare"),
    "questions.survey_form": ("survey_form",),
    "drawing.placing": ("layout",),
    "geometry.places": ("Layout",),
    "drawing.draw": ("draw",),
    "drawing.export": ("export",),
}
"""Where every public name lives; it is loaded from there when it is first used."""
_FURTHER = {
    "model.actions": ("Action",),
    "model.durations": ("Duration",),
    "model.playbook": ("Conversation", "Playbook"),
    "model.revenue": ("Revenue",),
    "model.scenarios": ("Scenario",),
    "problems": ("MissingExtraError", "Problem"),
    "document.write": ("write_report",),
    "drawing.fonts": ("GlyphWarning",),
    "drawing.ink": ("ScaledWarning",),
    "files.draft_map": ("Draft", "draft_map"),
    "files.playbook": ("feedback", "read_playbook"),
    "files.portfolio": ("portfolio",),
    "questions.aspects": ("Aspects", "aspects"),
    "questions.aspect_rows": ("AspectRow", "ProviderAspect"),
    "questions.diagnosis": ("PrecisionWarning",),
    "questions.defects": ("CountedService", "Defects", "RolledYield", "defects"),
    "questions.dependence_estimate": (
        "DependenceEstimate",
        "UsedService",
        "estimate_dependence",
    ),
    "questions.explanation": ("Explanation",),
    "questions.feedback": ("Feedback", "Thanks", "WeakLinkFeedback"),
    "questions.frontier": ("Frontier", "FrontierStep"),
    "questions.money": ("Worth", "WorthPlan", "WorthStep", "money"),
    "questions.portfolio": ("CommonWeakness", "Portfolio", "Site"),
    "questions.promises": ("PromisedService", "Promises"),
    "questions.robustness": ("Robustness", "RobustService"),
    "questions.service": ("ServiceDiagnosis",),
    "questions.service_change": ("ServiceChange",),
    "questions.side_by_side": ("SideBySide",),
    "questions.simulation": ("SimulatedService",),
    "questions.structure": ("Finding", "Structure", "structure"),
    "questions.survey_form": ("SurveyForm",),
    "questions.timing": ("CustomerTiming", "TimedService", "Timing", "timing"),
    "survey.rows": ("SurveyRow",),
}
"""What is met through those: parts, rows and warnings; importable, but not listed."""
_MODULE_OF = {
    name: module for home in (_HOME, _FURTHER) for module, names in home.items() for name in names
}

__all__ = [
    "ArgumentError",
    "Comparison",
    "Diagnosis",
    "FormatError",
    "Layout",
    "ModelError",
    "Party",
    "Plan",
    "Score",
    "Service",
    "Simulation",
    "Survey",
    "UnknownNameError",
    "ValueChain",
    "ValueChainError",
    "WhatIf",
    "__version__",
    "compare",
    "diagnose",
    "draw",
    "dump",
    "dumps",
    "example",
    "export",
    "frontier",
    "layout",
    "load",
    "loads",
    "plan",
    "promises",
    "read_excel",
    "read_survey",
    "read_tables",
    "robustness",
    "side_by_side",
    "simulate",
    "survey_form",
    "what_if",
    "write_excel",
    "write_tables",
]


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'valuechain' has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(f"valuechain.{_MODULE_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
