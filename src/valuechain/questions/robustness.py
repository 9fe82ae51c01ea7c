"""For which dependence does the answer hold? Where who is first and each verdict stays.

Dependence is the one assumption that a single survey cannot test. All of them move together: at x
the dependence of a service is x times the file's up to x = 1, and from there on goes to 1, which it
reaches at x = 2: nobody depends, the file, everyone fully.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from valuechain.analysis.dependence import FULL, Span, dependence_at
from valuechain.analysis.first_step import FirstSteps, where_first
from valuechain.analysis.reading import solvable
from valuechain.analysis.sweep import Sweep
from valuechain.analysis.verdict import Verdict
from valuechain.analysis.verdict_spans import VerdictSpans
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Rule
from valuechain.model.scalars import scalar
from valuechain.problems import ArgumentError
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.other_rules import differing, first_steps, first_under_others
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.what_if import WhatIf, based_on
from valuechain.results import Recipe, Result, Shown, plain
from valuechain.solve.loops import DIRECT


@dataclass(frozen=True, slots=True)
class RobustService(Shown):
    """How far what is said of one service holds.

    Spans are of x, from 0 (nobody depends) over 1 (the file) to 2 (everyone fully).

    Attributes:
        id: of the service.
        verdict: as diagnosed.
        holds: where its verdict is that.
        first: where the link that it belongs to is the first step, alone or with others.
        verdicts: all its verdicts, from where to where.
    """

    id: str
    verdict: Verdict
    holds: tuple[Span, ...]
    first: tuple[Span, ...]
    verdicts: tuple[tuple[float, float, Verdict], ...]


@dataclass(frozen=True, slots=True)
class FirstSpan:
    """What is the first step from where to where in x.

    Attributes:
        low, high: ends in x.
        steps: ids of the links that win most, several where they tie, none where none wins
            anything.
    """

    low: float
    high: float
    steps: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Robustness(Result[RobustService]):
    """Over which dependences a diagnosis holds: made by `robustness`.

    Attributes:
        diagnosis: of the chain as it is.
        services: a row for every service, in the order of the diagnosis.
        first: the first step from where to where in x.
        common: the dependence that all services have, ``None`` where they differ.
        under_rules: the other rules that may say something else, with the ids of the links that
            are the first step under each.
    """

    diagnosis: Diagnosis
    services: tuple[RobustService, ...]
    first: tuple[FirstSpan, ...]
    common: float | None
    under_rules: Mapping[Rule, tuple[str, ...]]

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
    def is_exact(self) -> bool:
        """Whether every end is: not in loops of more than 150 parties."""
        return max(map(len, self.diagnosis.loops), default=1) <= DIRECT

    @property
    def first_now(self) -> tuple[str, ...]:
        """Ids of the links that are the first step as diagnosed."""
        return first_steps(self.diagnosis)

    def first_holds(self, step: str) -> tuple[Span, ...]:
        """From where to where a link is the first step, alone or with others."""
        return where_first(((span.low, span.high, span.steps) for span in self.first), step)

    @property
    def otherwise(self) -> dict[Rule, tuple[str, ...]]:
        """The rules under which what is first now is so no more, with what is then."""
        return differing(self.first_now, self.under_rules)

    @property
    def depends_on_rule(self) -> bool:
        """Whether there is such a rule."""
        return bool(self.otherwise)

    def dependence(self, x: float) -> float | None:
        """The common dependence at x, ``None`` where services differ.

        Args:
            x: 0 where nothing is passed on, 1 for the dependence of the file, 2 where all is.

        Raises:
            ArgumentError: `x` is no number from 0 to 2.
        """
        at = scalar(x)
        if not isinstance(at, int | float) or isinstance(at, bool) or not 0 <= at <= FULL:
            raise ArgumentError(f"x={x!r:.60}: a number from 0 to 2")
        return None if self.common is None else dependence_at(self.common, at)

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        return {
            "common_dependence": self.common,
            "first": [
                {"from": span.low, "to": span.high, "steps": list(span.steps)}
                for span in self.first
            ],
            "rule": self.diagnosis.chain.rule,
            "first_now": list(self.first_now),
            "under_rules": {rule: list(first) for rule, first in self.under_rules.items()},
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
    """Say for which dependences the verdicts hold and the first step stays first.

    Args:
        chain: the chain, or its diagnosis.

    Returns:
        A `Robustness`; every end of a span is exact to a millionth. With loops, x = 2 itself is
        left out; in loops of more than 150 parties what returns to a provider is taken as with the
        file's dependences, so that verdicts there may end elsewhere.

    Raises:
        ArgumentError: `chain` is something else, or a what-if, of which nothing was observed.
        ValueChainError: a loop is too large to be solved near full dependence.

    Cost: some hundred solutions of the chain for the first step. For the ends of verdicts, the
    chain is solved at each x that is looked at, up to 33 million services in all (4 million with
    loops); from there on what a provider lacks is a parabola in pieces of at most a 64th, so that
    where a critical service takes over within one, its end is no more exact than that. What changes
    twice within a 64th is not seen. A loop of 3,000 parties takes seconds, most of a minute where
    every service is critical.

    >>> from valuechain import loads
    >>> found = robustness(loads('''
    ... valuechain: 1
    ... teams:
    ...   clerk: {serves: {designer: {satisfaction: 60%}}}
    ...   designer: {serves: {customer: {satisfaction: 65%}}}
    ... customers:
    ...   customer:
    ... '''))
    >>> [(round(found.dependence(span.high), 3), span.steps[0]) for span in found.first]
    [(0.357, 'designer->customer'), (1.0, 'clerk->designer')]
    """
    diagnosis = based_on(chain, "robustness")
    if isinstance(diagnosis, WhatIf):
        raise ArgumentError("robustness takes what was observed, not a what-if")
    with solvable():
        sweep = Sweep.of(diagnosis.solution)
        groups = diagnosis.links.groups
        pieces = [
            FirstSpan(low, high, tuple(sorted("->".join(name) for name in names)))
            for low, high, names in FirstSteps(groups, sweep).spans()
        ]
        verdicts = VerdictSpans(sweep).by_service()
    return Robustness(
        diagnosis,
        tuple(_row(row, verdicts[row.id], pieces) for row in diagnosis.services),
        tuple(pieces),
        diagnosis.common_dependence,
        MappingProxyType(first_under_others(diagnosis.chain)),
    )


def _row(
    row: ServiceDiagnosis,
    spans: Sequence[tuple[float, float, Verdict]],
    pieces: Sequence[FirstSpan],
) -> RobustService:
    holds = tuple((low, high) for low, high, found in spans if found == row.verdict)
    link = f"{row.provider}->{row.customer}"
    first = where_first(((piece.low, piece.high, piece.steps) for piece in pieces), link)
    return RobustService(row.id, row.verdict, holds, first, tuple(spans))
