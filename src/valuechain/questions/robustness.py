"""For which dependence does the answer hold? Where who is first and each verdict stays.

Dependence is the one assumption that a single survey cannot test. All of them move together: at x
the dependence of a service is x times the file's up to x = 1, and from there on goes to 1, which it
reaches at x = 2: nobody depends, the file, everyone fully.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from valuechain.analysis.dependence import Span, dependence_at
from valuechain.analysis.first_cause import FirstCauses
from valuechain.analysis.reading import solvable
from valuechain.analysis.sweep import Sweep
from valuechain.analysis.verdict import Verdict
from valuechain.analysis.verdict_spans import VerdictSpans
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Rule
from valuechain.problems import ArgumentError
from valuechain.questions.diagnosis import Diagnosis, diagnose
from valuechain.questions.what_if import WhatIf, based_on
from valuechain.results import Recipe, Result, Shown, plain

_OTHER: Mapping[Rule, Rule] = {"mean": "weakest", "weakest": "mean"}


@dataclass(frozen=True, slots=True)
class RobustService(Shown):
    """How far what is said of one service holds.

    Spans are of x, from 0 (nobody depends) over 1 (the file) to 2 (everyone fully).

    Attributes:
        id: of the service.
        verdict: as diagnosed.
        holds: where its verdict is that.
        first: where it is the root cause that costs the customers most.
        verdicts: all its verdicts, from where to where.
    """

    id: str
    verdict: Verdict
    holds: tuple[Span, ...]
    first: tuple[Span, ...]
    verdicts: tuple[tuple[float, float, Verdict], ...]


@dataclass(frozen=True, eq=False, repr=False)
class Robustness(Result[RobustService]):
    """Over which dependences a diagnosis holds: made by `robustness`.

    Attributes:
        diagnosis: of the chain as it is.
        services: a row for every service, in the order of the diagnosis.
        first: the first root cause from where to where in x, ``None`` where no weak link is one.
        common: the dependence that all services have, ``None`` where they differ.
        other_rule: the rule that the file does not have.
        first_under_other_rule: the first root cause under that rule, ``None`` where there is none.
    """

    diagnosis: Diagnosis
    services: tuple[RobustService, ...]
    first: tuple[tuple[float, float, str | None], ...]
    common: float | None
    other_rule: Rule
    first_under_other_rule: str | None

    def _recipe(self) -> Recipe:
        return robustness, (self.diagnosis,)

    def _summary(self) -> str:
        return f"{len(self.first)} spans"

    @property
    def title(self) -> str:
        """The chain's."""
        return self.diagnosis.title

    @property
    def rows(self) -> tuple[RobustService, ...]:
        """The `services`."""
        return self.services

    @property
    def first_now(self) -> str | None:
        """The first root cause as diagnosed."""
        return first_root_cause(self.diagnosis)

    @property
    def depends_on_rule(self) -> bool:
        """Whether another service comes first under the other rule."""
        return self.first_now != self.first_under_other_rule

    def dependence(self, x: float) -> float | None:
        """The common dependence at x, ``None`` where services differ."""
        return None if self.common is None else dependence_at(self.common, x)

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        return {
            "common_dependence": self.common,
            "first": [{"from": low, "to": high, "id": name} for low, high, name in self.first],
            "rule": self.diagnosis.chain.rule,
            "first_now": self.first_now,
            "other_rule": self.other_rule,
            "first_under_other_rule": self.first_under_other_rule,
            "services": [
                {
                    "id": row.id,
                    "verdict": row.verdict,
                    "holds": plain(row.holds),
                    "first": plain(row.first),
                    "verdicts": [
                        {"from": low, "to": high, "verdict": verdict}
                        for low, high, verdict in row.verdicts
                    ],
                }
                for row in self.services
            ],
        }

    def _records(self, *, full: bool) -> tuple[list[dict[str, Any]], Sequence[str]]:
        """A row for each span of a service's verdict, with from where to where in x it lasts."""
        del full
        records = [
            {"id": row.id, "verdict": verdict, "from": low, "to": high}
            for row in self.services
            for low, high, verdict in row.verdicts
        ]
        return records, ("id", "verdict", "from", "to")


def robustness(chain: ValueChain | Diagnosis) -> Robustness:
    """Say for which dependences the verdicts hold and the first root cause stays first.

    Args:
        chain: the chain, or its diagnosis.

    Returns:
        A `Robustness`; every end of a span is exact to a millionth. With loops, x = 2 itself is
        left out.

    Raises:
        ArgumentError: `chain` is something else, or a what-if, of which nothing was observed.
        ValueChainError: a loop is too large to be solved near full dependence.

    Cost: some hundred solutions of the chain for the first root cause, and some dozen for each end
    of a verdict that what nobody measured, or an expert's view, moves. Loops of several hundred
    parties take minutes.

    >>> from valuechain import loads
    >>> found = robustness(loads('''
    ... valuechain: 1
    ... teams:
    ...   clerk: {serves: {designer: {satisfaction: 60%}}}
    ...   designer: {serves: {customer: {satisfaction: 65%}}}
    ... customers:
    ...   customer:
    ... '''))
    >>> [(round(found.dependence(high), 2), name) for _, high, name in found.first]
    [(0.44, 'designer->customer'), (1.0, 'clerk->designer')]
    """
    diagnosis = based_on(chain, "robustness")
    if isinstance(diagnosis, WhatIf):
        raise ArgumentError("robustness takes what was observed, not a what-if")
    with solvable():
        sweep = Sweep.of(diagnosis.solution)
        pieces = tuple(FirstCauses(sweep).spans())
        verdicts = VerdictSpans(sweep).by_service()
    other = _OTHER[diagnosis.chain.rule]
    return Robustness(
        diagnosis,
        tuple(_row(row.id, row.verdict, verdicts[row.id], pieces) for row in diagnosis.services),
        pieces,
        diagnosis.common_dependence,
        other,
        first_root_cause(diagnose(replace(diagnosis.chain, rule=other))),
    )


def first_root_cause(diagnosis: Diagnosis) -> str | None:
    """The root cause that costs the customers most."""
    return next((row.id for row in diagnosis.root_causes), None)


def _row(
    name: str,
    verdict: Verdict,
    spans: Sequence[tuple[float, float, Verdict]],
    pieces: Sequence[tuple[float, float, str | None]],
) -> RobustService:
    holds = tuple((low, high) for low, high, found in spans if found == verdict)
    first = tuple((low, high) for low, high, found in pieces if found == name)
    return RobustService(name, verdict, holds, first, tuple(spans))
