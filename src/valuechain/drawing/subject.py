"""What may be drawn, and which diagnosis is it about?"""

from __future__ import annotations

from typing import TypeAlias

from valuechain.model.chain import ValueChain
from valuechain.problems import ArgumentError
from valuechain.questions.aspects import Aspects
from valuechain.questions.comparison import Comparison
from valuechain.questions.diagnosis import Diagnosis, diagnose
from valuechain.questions.frontier import Frontier
from valuechain.questions.portfolio import Portfolio
from valuechain.questions.simulation import Simulation
from valuechain.questions.structure import Structure
from valuechain.questions.timing import Timing

Result: TypeAlias = (
    Diagnosis | Simulation | Comparison | Frontier | Aspects | Structure | Timing | Portfolio
)
"""What is drawn."""
Subject: TypeAlias = ValueChain | Result
"""What may be handed in to be drawn."""


def result_of(subject: object) -> Result:
    """What is drawn; of a chain, its diagnosis.

    Raises:
        ArgumentError: it is nothing that can be drawn.
    """
    if isinstance(subject, ValueChain):
        return diagnose(subject)
    if isinstance(subject, Result):
        return subject
    kinds = "a ValueChain, a Diagnosis or what was found for one, such as a Simulation"
    raise ArgumentError(f"a picture is drawn of {kinds}, not of {type(subject).__name__}")


def diagnosed(subject: object) -> Diagnosis:
    """The diagnosis to draw.

    Raises:
        ArgumentError: there is none.
    """
    result = result_of(subject)
    if isinstance(result, Simulation | Aspects | Structure | Timing):
        return result.diagnosis
    if isinstance(result, Comparison):
        return result.after
    if isinstance(result, Frontier):
        return result.before
    if isinstance(result, Portfolio):
        raise ArgumentError("a portfolio is of many chains: draw one of them")
    return result
