"""For which dependence does the answer hold? Over which range each service is the first root cause, and its verdict stays.

Dependence is the one assumption that a single survey cannot test. All of them move together: at x
the dependence of a service is x times the file's up to x = 1, and from there on goes to 1, which it
reaches at x = 2: nobody depends, the file, everyone fully.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from valuechain.analysis.reading import solvable
from valuechain.analysis.sweep import Span, Sweep, dependence_at
from valuechain.analysis.verdict import Verdict
from valuechain.model.chain import ValueChain
from valuechain.model.optional import data_frame
from valuechain.model.parts import Rule
from valuechain.model.showing import Shown
from valuechain.problems import ArgumentError, unknown
from valuechain.questions.diagnosis import Diagnosis, diagnose
from valuechain.questions.what_if import WhatIf, based_on
from valuechain.solve.loops import DIRECT

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True)
class RobustService(Shown):
    """How far what is said of one service holds; spans are of x, from 0 (nobody depends) over 1 (the file) to 2 (everyone fully).

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
class Robustness(Shown):
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

    def __eq__(self, other: object) -> bool:
        return (
            self.diagnosis == other.diagnosis if isinstance(other, Robustness) else NotImplemented
        )

    def __hash__(self) -> int:
        return hash(self.diagnosis)

    def __reduce__(self) -> tuple[Any, ...]:
        return robustness, (self.diagnosis,)

    def __repr__(self) -> str:
        return f"<Robustness {self.diagnosis.chain.title!r}: {len(self.first)} spans>"

    def __getitem__(self, service_id: str) -> RobustService:
        try:
            return self._by_id[service_id]
        except (KeyError, TypeError):
            raise unknown("service", service_id, self._by_id) from None

    def __iter__(self) -> Iterator[RobustService]:
        return iter(self.services)

    def __len__(self) -> int:
        return len(self.services)

    @cached_property
    def _by_id(self) -> dict[str, RobustService]:
        return {row.id: row for row in self.services}

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
        return (
            None
            if self.common is None
            else float(dependence_at(np.array([self.common]), np.array([x]))[0])
        )

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain Python values, ready for JSON."""
        return {
            "title": self.diagnosis.chain.title,
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
                    "holds": list(map(list, row.holds)),
                    "first": list(map(list, row.first)),
                }
                | {
                    "verdicts": [
                        {"from": low, "to": high, "verdict": verdict}
                        for low, high, verdict in row.verdicts
                    ]
                }
                for row in self.services
            ],
        }

    def to_pandas(self) -> pandas.DataFrame:
        """A row for each span of a service's verdict, with from where to where in x it lasts.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        rows = [
            (row.id, verdict, low, high)
            for row in self.services
            for low, high, verdict in row.verdicts
        ]
        return data_frame(rows, columns=["id", "verdict", "from", "to"]).set_index("id")


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
    >>> [(round(found.dependence(low), 2), round(found.dependence(high), 2), name) for low, high, name in found.first]
    [(0.0, 0.44, 'designer->customer'), (0.44, 1.0, 'clerk->designer')]
    """
    diagnosis = based_on(chain, "robustness")
    if isinstance(diagnosis, WhatIf):
        raise ArgumentError("robustness takes what was observed, not a what-if")
    with solvable():
        sweep = Sweep.of(diagnosis)
        pieces = tuple(sweep.first())
        verdicts = sweep.verdicts()
    chain_ = diagnosis.chain
    dependences = {service.dependence for service in chain_.services.values()}
    other: Rule = "mean" if chain_.rule == "weakest" else "weakest"
    return Robustness(
        diagnosis,
        tuple(_row(row.id, row.verdict, verdicts[row.id], pieces) for row in diagnosis.services),
        pieces,
        dependences.pop() if len(dependences) == 1 else None,
        other,
        first_root_cause(diagnose(replace(chain_, rule=other))),
    )


def first_for(diagnosis: Diagnosis) -> Span | None:
    """From where to where in x the first root cause stays first, ``None`` where there is none."""
    name = first_root_cause(diagnosis)
    if name is None:
        return None
    with solvable():
        pieces = Sweep.of(diagnosis).first()
        return next(
            ((low, high) for low, high, first in pieces if first == name and low <= 1.0 <= high),
            None,
        )


def quickly_found(diagnosis: Diagnosis) -> bool:
    """Whether `first_for` is quick: up to 5,000 services, and no loop that would have to be iterated for every x."""
    return diagnosis.losses_at_hand and max(map(len, diagnosis.loops), default=1) <= DIRECT


def first_root_cause(diagnosis: Diagnosis) -> str | None:
    """The root cause that costs the customers most."""
    return diagnosis.root_causes[0].id if diagnosis.root_causes else None


def _row(
    name: str,
    verdict: Verdict,
    spans: Sequence[tuple[float, float, Verdict]],
    pieces: Sequence[tuple[float, float, str | None]],
) -> RobustService:
    holds = tuple((low, high) for low, high, found in spans if found == verdict)
    first = tuple((low, high) for low, high, found in pieces if found == name)
    return RobustService(name, verdict, holds, first, tuple(spans))
