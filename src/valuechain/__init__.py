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

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuechain.pictures import GlyphWarning, Layout, draw, export, layout
    from valuechain.public import (
        Action,
        ArgumentError,
        Comparison,
        Diagnosis,
        Explanation,
        FormatError,
        Frontier,
        FrontierStep,
        MissingExtraError,
        ModelError,
        Party,
        Plan,
        PrecisionWarning,
        Problem,
        PromisedService,
        Promises,
        Robustness,
        RobustService,
        Scenario,
        Score,
        Service,
        ServiceChange,
        ServiceDiagnosis,
        SideBySide,
        SimulatedService,
        Simulation,
        Survey,
        SurveyForm,
        SurveyRow,
        UnknownNameError,
        ValueChain,
        ValueChainError,
        WhatIf,
        compare,
        diagnose,
        dump,
        dumps,
        frontier,
        load,
        loads,
        plan,
        promises,
        read_excel,
        read_survey,
        read_tables,
        robustness,
        side_by_side,
        simulate,
        survey_form,
        what_if,
        write_excel,
        write_tables,
    )

__version__ = "0.1.0"

__all__ = [
    "Action",
    "ArgumentError",
    "Comparison",
    "Diagnosis",
    "Explanation",
    "FormatError",
    "Frontier",
    "FrontierStep",
    "GlyphWarning",
    "Layout",
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
    "__version__",
    "compare",
    "diagnose",
    "draw",
    "dump",
    "dumps",
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
    if name not in __all__:
        raise AttributeError(f"module 'valuechain' has no attribute {name!r}")
    if name in ("GlyphWarning", "Layout", "draw", "export", "layout"):
        from valuechain import pictures

        found = getattr(pictures, name)
    else:
        from valuechain import public

        found = getattr(public, name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
