"""What to ask whom: the questions of a survey, the most informative first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from valuechain.analysis.diagnosis import Diagnosis
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Service
from valuechain.model.showing import Shown
from valuechain.uncertainty.simulate import simulate

_DRAWS = 4000  # enough to tell which answer matters most


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One question to one party about one service it receives.

    Attributes:
        service: id.
        asked: the party that receives it.
        provider: who delivers it.
        delivers: what.
        text: the question.
        why: what makes it worth asking, in a few words, ``""`` where it changes little.
    """

    service: str
    asked: str
    provider: str
    delivers: str
    text: str
    why: str


@dataclass(frozen=True)
class SurveyForm(Shown):
    """The questions of a survey, the most informative first: made by `survey_form`."""

    title: str
    questions: tuple[FormQuestion, ...]

    @cached_property
    def by_party(self) -> dict[str, tuple[FormQuestion, ...]]:
        """The questions to each party, whoever has the most informative first."""
        found: dict[str, list[FormQuestion]] = {}
        for question in self.questions:
            found.setdefault(question.asked, []).append(question)
        return {party: tuple(questions) for party, questions in found.items()}


def survey_form(chain: ValueChain) -> SurveyForm:
    """The questions to put to each party about each service it receives, the most informative first.

    First what nobody measured, by what its failure would cost the customers; then what was measured, by what knowing it for sure
    would be worth (see `Simulation.ask_next`); then the rest by importance.

    Args:
        chain: with or without scores.

    Raises:
        ArgumentError: `chain` is no ValueChain.
        ModelError: a score has more answers than the party served has people.

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
    simulation = simulate(chain, draws=_DRAWS)
    diagnosis = simulation.diagnosis
    worth = {row.id: row.worth_asking for row in simulation}
    ranked = []
    for row in diagnosis.services:
        unmeasured = row.verdict == "unmeasured"
        cost = _cost(diagnosis, row.id) if unmeasured else 0.0
        ranked.append((-round(cost, 9), -round(worth[row.id], 9), -round(row.importance, 9), row.id))
    return SurveyForm(
        chain.title, tuple(_question(chain, chain.services[service], -cost, -value) for cost, value, _, service in sorted(ranked))
    )


def _cost(diagnosis: Diagnosis, service: str) -> float:
    row = diagnosis[service]
    return row.loss_if_failed if diagnosis.losses_at_hand else row.importance


def _question(chain: ValueChain, service: Service, cost: float, worth: float) -> FormQuestion:
    provider = chain.parties[service.provider].name
    what = f": {service.delivers}" if service.delivers else ""
    why = ""
    if cost:
        why = f"nobody measured it; its failure would cost the customers {100 * cost:.1f} points"
    elif worth >= 5e-5:
        why = f"knowing it for sure is worth {100 * worth:.2f} points"
    text = f"How satisfied are you with what you receive from {provider}{what}?"
    return FormQuestion(service.id, service.customer, service.provider, service.delivers, text, why)
