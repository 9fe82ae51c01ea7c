"""valuechain shows an organisation how it serves its customers.

Who serves whom is written in YAML; the library finds the weak links, says whose doing each is, and what it costs the external
customer in the end.

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
        Diagnosis,
        Explanation,
        FormatError,
        MissingExtraError,
        ModelError,
        Party,
        PrecisionWarning,
        Problem,
        Scenario,
        Score,
        Service,
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
        diagnose,
        dump,
        dumps,
        load,
        loads,
        read_excel,
        read_survey,
        read_tables,
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
    "Diagnosis",
    "Explanation",
    "FormatError",
    "GlyphWarning",
    "Layout",
    "MissingExtraError",
    "ModelError",
    "Party",
    "PrecisionWarning",
    "Problem",
    "Scenario",
    "Score",
    "Service",
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
    "diagnose",
    "draw",
    "dump",
    "dumps",
    "export",
    "layout",
    "load",
    "loads",
    "read_excel",
    "read_survey",
    "read_tables",
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
