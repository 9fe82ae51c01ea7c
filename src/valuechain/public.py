"""The public names, loaded together when the first of them is used: `import valuechain` itself costs nothing."""

import valuechain.drawing.notebook
import valuechain.reports  # noqa: F401  both teach the values to show themselves
from valuechain.files.reader import load, loads
from valuechain.files.survey import read_survey
from valuechain.files.tables import read_excel, read_tables, write_excel, write_tables
from valuechain.files.writer import dump, dumps
from valuechain.model.actions import Action
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Party, Service
from valuechain.model.scenarios import Scenario
from valuechain.model.score import Score
from valuechain.problems import (
    ArgumentError,
    FormatError,
    MissingExtraError,
    ModelError,
    Problem,
    UnknownNameError,
    ValueChainError,
)
from valuechain.questions.comparison import Comparison, ServiceChange, compare
from valuechain.questions.diagnosis import Diagnosis, PrecisionWarning, diagnose
from valuechain.questions.explanation import Explanation
from valuechain.questions.frontier import Frontier, FrontierStep, frontier
from valuechain.questions.plan import Plan, plan
from valuechain.questions.promises import PromisedService, Promises, promises
from valuechain.questions.robustness import Robustness, RobustService, robustness
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.side_by_side import SideBySide, side_by_side
from valuechain.questions.simulate import simulate
from valuechain.questions.simulation import SimulatedService, Simulation
from valuechain.questions.survey_form import SurveyForm, survey_form
from valuechain.questions.what_if import WhatIf, what_if
from valuechain.survey.rows import SurveyRow
from valuechain.survey.survey import Survey

__all__ = [
    "Action",
    "ArgumentError",
    "Comparison",
    "Diagnosis",
    "Explanation",
    "FormatError",
    "Frontier",
    "FrontierStep",
    "MissingExtraError",
    "ModelError",
    "Party",
    "Plan",
    "PrecisionWarning",
    "Problem",
    "PromisedService",
    "Promises",
    "RobustService",
    "Robustness",
    "Scenario",
    "Score",
    "Service",
    "ServiceChange",
    "ServiceDiagnosis",
    "SideBySide",
    "SimulatedService",
    "Simulation",
    "Survey",
    "SurveyForm",
    "SurveyRow",
    "UnknownNameError",
    "ValueChain",
    "ValueChainError",
    "WhatIf",
    "compare",
    "diagnose",
    "dump",
    "dumps",
    "frontier",
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
