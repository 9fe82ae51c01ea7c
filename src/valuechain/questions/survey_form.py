"""What to ask whom: the questions of a survey, the most informative first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from valuechain.model.chain import ValueChain
from valuechain.model.parts import Service
from valuechain.problems import ArgumentError
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.simulate import simulate
from valuechain.questions.what_if import WhatIf, based_on
from valuechain.results import Recipe, Result, at_position, plain
from valuechain.tolerances import WORTH_NAMING

_DECIMALS = 9  # that decide an order: what draws and losses leave behind them is noise
_MANY, _DRAWS = 1000, 4000
"""Services from which on so many draws are enough to tell which answer matters most."""


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One question to one party about one service it receives.

    Attributes:
        service: id.
        asked: the party that receives it.
        provider: who delivers it.
        delivers: what.
        aspect: of the service, ``""`` for the service as a whole.
        text: the question.
        why: what makes it worth asking, in a few words, ``""`` where it changes little.
    """

    service: str
    asked: str
    provider: str
    delivers: str
    aspect: str
    text: str
    why: str


@dataclass(frozen=True, eq=False, repr=False)
class SurveyForm(Result[FormQuestion]):
    """The questions of a survey, the most informative first: made by `survey_form`.

    Attributes:
        chain: that is asked about.
        questions: the most informative first.
    """

    chain: ValueChain
    questions: tuple[FormQuestion, ...]

    def _recipe(self) -> Recipe:
        return survey_form, (self.chain,)

    @property
    def title(self) -> str:
        """The chain's."""
        return self.chain.title

    @property
    def names(self) -> dict[str, str]:
        """What people call the parties that are asked."""
        return {party: self.chain.parties[party].name for party in self.by_party}

    def _summary(self) -> str:
        return f"{len(self.questions)} questions to {len(self.by_party)} parties"

    @property
    def rows(self) -> tuple[FormQuestion, ...]:
        """The `questions`."""
        return self.questions

    def __getitem__(self, key: Any) -> Any:
        """The question at a position."""
        return at_position(self.questions, key, "a question")

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        return {"questions": plain(self.questions), "names": self.names}

    @cached_property
    def by_party(self) -> dict[str, tuple[FormQuestion, ...]]:
        """The questions to each party, whoever has the most informative first."""
        found: dict[str, list[FormQuestion]] = {}
        for question in self.questions:
            found.setdefault(question.asked, []).append(question)
        return {party: tuple(questions) for party, questions in found.items()}


def survey_form(chain: ValueChain | Diagnosis) -> SurveyForm:
    """The questions to put to each party about each service it receives.

    The most informative come first.

    First what nobody measured, by what its failure would cost the customers; then what was
    measured, by what knowing it for sure would be worth (see `Simulation.ask_next`); then the rest
    by importance. The aspects that are known of a service are asked after it.

    Args:
        chain: with or without scores; or its diagnosis.

    Raises:
        ArgumentError: `chain` is no ValueChain.

    >>> from valuechain import loads
    >>> form = survey_form(loads('''
    ... valuechain: 1
    ... teams:
    ...   clerk: {serves: {customer: flowers}}
    ... customers:
    ...   customer:
    ... '''))
    >>> form.questions[0].text
    'How satisfied are you with what you receive from clerk: flowers?'
    """
    if isinstance(chain, WhatIf):
        raise ArgumentError("survey_form takes what was observed, not a what-if: give its .chain")
    diagnosis = based_on(chain, "survey_form")
    asked = diagnosis.chain
    few = len(asked.services) < _MANY  # then what is told is what `simulate` tells
    simulation = simulate(diagnosis) if few else simulate(diagnosis, draws=_DRAWS)
    worth = {row.id: row.worth_asking for row in simulation}
    ranked = []
    for row in diagnosis.services:
        cost = round(_cost(diagnosis, row), _DECIMALS)
        value, matters = round(worth[row.id], _DECIMALS), round(row.importance, _DECIMALS)
        ranked.append((-cost, -value, -matters, row.id))
    questions = (
        question
        for cost, value, _, service in sorted(ranked)
        for question in _questions(asked, asked.services[service], _why(-cost, -value))
    )
    return SurveyForm(asked, tuple(questions))


def _cost(diagnosis: Diagnosis, row: ServiceDiagnosis) -> float:
    """What the failure of a service that nobody measured would cost, or about as much."""
    if row.verdict != "unmeasured":
        return 0.0
    if not diagnosis.solution.few:
        return row.importance
    return row.loss_if_failed


def _questions(chain: ValueChain, service: Service, why: str) -> Iterator[FormQuestion]:
    """About the service as a whole, then about its aspects."""
    provider = chain.parties[service.provider].name
    what = f": {service.delivers}" if service.delivers else ""
    about = service.id, service.customer, service.provider, service.delivers
    yield FormQuestion(
        *about, "", f"How satisfied are you with what you receive from {provider}{what}?", why
    )
    for word, _ in service.aspects:
        yield FormQuestion(*about, word, f"... and with its {word}?", "")


def _why(cost: float, worth: float) -> str:
    """What makes a question worth asking."""
    if cost:
        return f"nobody measured it; its failure would cost the customers {_points(cost)}"
    if worth < WORTH_NAMING:
        return ""
    return f"knowing it for sure is worth {_points(worth)}"


def _points(fraction: float) -> str:
    """As reports tell points: one decimal below 10, none from there on."""
    number = round(100 * fraction, 1)
    told = f"{100 * fraction:.0f}" if number >= 10 else f"{number:g}"
    return f"{told} point{'s' * (told != '1')}"
