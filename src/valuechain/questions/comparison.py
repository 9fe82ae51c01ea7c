"""Did it help?

What changed between two chains, service by service, in parts that add up to the change of the
outcome.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from valuechain.analysis.verdict import Verdict
from valuechain.model.chain import ValueChain
from valuechain.model.differences import Difference, differences
from valuechain.model.parts import Service
from valuechain.model.score import Score
from valuechain.problems import ArgumentError, nearest, quoted
from valuechain.questions.diagnosis import Diagnosis, Level
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.what_if import WhatIf, based_on
from valuechain.results import Interval, Recipe, Result, Shown, plain
from valuechain.sampling.significance import Sureness, change_drawn

_NUMBERS = ("satisfaction", "own_shortfall", "importance", "contribution", "verdict")
Fate: TypeAlias = Literal["kept", "appeared", "vanished"]


@dataclass(frozen=True, slots=True)
class ServiceChange(Shown):
    """What one service did to the outcome.

    Attributes:
        id: of the service, as it is after, or was if it vanished.
        provider, customer, delivers: likewise.
        fate: ``kept`` where it is in both, else ``appeared`` or ``vanished``.
        part: its contribution to the shortfall before, less that after (0 where it does not exist):
            what it won the customers.
        quality: the part of it that its own quality did, -(mean of both importances) times the
            change of its own shortfall.
        position: the part that its position in the chain did, -(mean of both own shortfalls) times
            the change of its importance; both sum to `part` for what was kept, and are 0 for what
            was not.
        id_before: what it was called before, ``None`` where it was not.
        satisfaction_before, own_shortfall_before, importance_before, contribution_before,
        verdict_before: as it was diagnosed then; ``None`` where it did not exist.
        satisfaction_after, own_shortfall_after, importance_after, contribution_after,
        verdict_after: as it is diagnosed now; likewise.
    """

    id: str
    provider: str
    customer: str
    delivers: str
    fate: Fate
    part: float
    quality: float
    position: float
    id_before: str | None
    satisfaction_before: float | None
    own_shortfall_before: float | None
    importance_before: float | None
    contribution_before: float | None
    verdict_before: Verdict | None
    satisfaction_after: float | None
    own_shortfall_after: float | None
    importance_after: float | None
    contribution_after: float | None
    verdict_after: Verdict | None

    @property
    def satisfaction(self) -> float | None:
        """By how much satisfaction with it rose; ``None`` where it was not measured both times."""
        if "unmeasured" in (self.verdict_before, self.verdict_after):
            return None
        if self.satisfaction_before is None or self.satisfaction_after is None:
            return None
        return self.satisfaction_after - self.satisfaction_before

    @property
    def verdict_changed(self) -> bool:
        """Whether it was in both and is called something else now."""
        return self.fate == "kept" and self.verdict_before != self.verdict_after


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Result[ServiceChange]):
    """Two diagnoses of one organisation, made by `compare`: what changed, and which service did how much of it.

    Attributes:
        before, after: the diagnoses.
        services: a row for every service of either, those that did most first, whichever way; ties
            by id.
    """

    before: Diagnosis
    after: Diagnosis
    services: tuple[ServiceChange, ...]

    def _recipe(self) -> Recipe:
        return compare, (self.before, self.after)

    def _summary(self) -> str:
        change = "unknown" if self.change is None else f"{self.change:+.4f}"
        return f"change {change}, {len(self.services)} services"

    @property
    def title(self) -> str:
        """The title of the chain as it is."""
        return self.after.title

    @property
    def rows(self) -> tuple[ServiceChange, ...]:
        """The `services`."""
        return self.services

    @cached_property
    def _row_of(self) -> Mapping[str, ServiceChange]:
        gone = {change.id: change for change in self.services if change.fate == "vanished"}
        return gone | {change.id: change for change in self.services if change.fate != "vanished"}

    @property
    def change(self) -> float | None:
        """By how much the outcome rose, -1..1; the parts of all services sum to it.

        ``None`` where either is not known.
        """
        if self.before.outcome is None or self.after.outcome is None:
            return None
        return self.after.outcome - self.before.outcome

    @cached_property
    def customers(self) -> Mapping[str, float | None]:
        """By how much the satisfaction of each external customer of either rose.

        ``None`` where it is not known both times.
        """
        before, after = self.before.external_customers, self.after.external_customers
        told: dict[str, float | None] = {}
        for party in dict.fromkeys((*after, *before)):
            then, now = before.get(party), after.get(party)
            told[party] = None if then is None or now is None else now - then
        return MappingProxyType(told)

    @cached_property
    def parties(self) -> Mapping[str, float]:
        """By how much the satisfaction of each party of both with what it receives rose, the largest gain first."""
        before = self.before.received
        rises = {
            party: now - before[party]
            for party, now in self.after.received.items()
            if party in before
        }
        return MappingProxyType(
            dict(sorted(rises.items(), key=lambda item: (-round(item[1], 12), item[0])))
        )

    def by(self, level: Level) -> dict[str, float]:
        """What was won, summed by ``provider``, by ``group`` (the provider's department then and now) or by what is delivered.

        The largest change comes first, whichever way. The sums add up to the change, and over
        successive comparisons.

        Raises:
            UnknownNameError: there is no such level.
        """
        before, after = self.before.by(level), self.after.by(level)
        won = {
            name: before.get(name, 0.0) - after.get(name, 0.0)
            for name in dict.fromkeys((*after, *before))
        }
        return dict(sorted(won.items(), key=lambda item: (-round(abs(item[1]), 12), item[0])))

    @cached_property
    def verdicts_changed(self) -> tuple[ServiceChange, ...]:
        """The services that are called something else now."""
        return tuple(change for change in self.services if change.verdict_changed)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """What differs between the two chains as they are written: parties, services, and what is said of them."""
        return differences(
            self.before.chain,
            self.after.chain,
            {row.id: row.id_before for row in self.services if row.id_before is not None},
        )

    # How sure it is.

    @cached_property
    def sureness(self) -> Sureness | None:
        """What the numbers of answers tell of the change, drawn as `simulate` draws.

        ``None`` where no score names any.

        Raises:
            ModelError: a score has more answers than the party served has people.
        """
        measured = (
            score for chain in (self.before.chain, self.after.chain) for score in _scores(chain)
        )
        if (
            isinstance(self.before, WhatIf)
            or isinstance(self.after, WhatIf)
            or not any(score.responses for score in measured)
        ):
            return None
        pairs = {
            row.id: row.id_before
            for row in self.services
            if row.fate == "kept" and row.id_before is not None
        }
        return change_drawn(self.before.solution, self.after.solution, pairs)

    @cached_property
    def significant(self) -> Mapping[str, bool | None]:
        """For each service, whether the change of its satisfaction exceeds what the sample sizes explain, at 95 %.

        ``None`` where that cannot be told: a score without a number of answers, a service that is
        not measured both times.
        """
        return MappingProxyType({row.id: self._significant(row) for row in self.services})

    def _significant(self, change: ServiceChange) -> bool | None:
        if change.fate != "kept" or change.id_before is None or self.sureness is None:
            return None
        scores = (
            self.before.chain.services[change.id_before].satisfaction,
            self.after.chain.services[change.id].satisfaction,
        )
        if any(score is None or score.responses is None for score in scores):
            return None
        return self.sureness.exceeds(change.id)

    @property
    def outcome_interval(self) -> Interval | None:
        """Where the change of the outcome lies, 95 % sure; ``None`` where it is not known."""
        return self.sureness.outcome if self.sureness and self.change is not None else None

    @cached_property
    def exact(self) -> tuple[str, ...]:
        """Ids of services that matter and whose scores name no number of answers, then or now: taken as exact."""
        return tuple(row.id for row in self.services if self._taken_as_exact(row))

    def _taken_as_exact(self, row: ServiceChange) -> bool:
        chains = (self.before.chain, self.after.chain)
        ids = (row.id_before, row.id)
        for chain, name, matters in zip(
            chains, ids, (row.importance_before, row.importance_after), strict=True
        ):
            service = chain.services[name] if name is not None and matters else None
            if service and service.score and service.score.responses is None:
                return True
        return False

    # As data.

    @property
    def is_quickly_sure(self) -> bool:
        """Whether how sure it is is quickly found: up to 5,000 services."""
        return self.before.solution.few and self.after.solution.few

    def _data(self, *, full: bool) -> dict[str, Any]:
        """How sure it is only where that is quickly found, or asked for."""
        sure = full or self.is_quickly_sure
        interval = self.outcome_interval if sure else None
        return {
            "before": _ends_of(self.before),
            "after": _ends_of(self.after),
            "change": self.change,
            "change_interval": plain(interval),
            "customers": dict(self.customers),
            "parties": dict(self.parties),
            "services": [self._service_record(row, sure=sure) for row in self.services],
            "differences": [difference.to_dict() for difference in self.differences],
        }

    def _service_record(self, row: ServiceChange, *, sure: bool) -> dict[str, Any]:
        record: dict[str, Any] = plain(row)
        del record["id_before"]
        return record | {"significant": self.significant[row.id] if sure else None}

    def _records(self, *, full: bool) -> tuple[list[dict[str, Any]], Sequence[str]]:
        sure = full or self.is_quickly_sure
        records = [self._service_record(row, sure=sure) for row in self.services]
        return records, ()


def _ends_of(diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "outcome": diagnosis.outcome,
        "external_customers": dict(diagnosis.external_customers),
    }


def _scores(chain: ValueChain) -> Iterator[Score]:
    return (service.score for service in chain.services.values() if service.score is not None)


def compare(before: ValueChain | Diagnosis, after: ValueChain | Diagnosis) -> Comparison:
    """Say what changed between two chains of one organisation, and which service did how much of it.

    The part of a service is its contribution before less its contribution after, so that the parts
    of all services sum to the change of the outcome under every rule, and over successive waves.
    Services are the same where their ids are; of the others, where provider, customer and what is
    delivered are. The rest appeared or vanished.

    Args:
        before: the chain as it was, or its diagnosis.
        after: the chain as it is; also a what-if, to see what it would do where.

    Returns:
        A `Comparison`: `change`, and for each service its `part` with what its own quality and its
        position did; by provider, department or delivery with `by`; whether a change exceeds what
        the numbers of answers explain with `significant`.

    Raises:
        ArgumentError: the two have no party in common, or an argument is something else.

    >>> from valuechain import loads
    >>> text = '''
    ... valuechain: 1
    ... teams:
    ...   clerk: {serves: {designer: {satisfaction: 60%}}}
    ...   designer: {serves: {customer: {satisfaction: 65%}}}
    ... customers:
    ...   customer:
    ... '''
    >>> found = compare(loads(text), loads(text.replace("60%", "80%").replace("65%", "78%")))
    >>> round(found.change, 2), [(row.id, round(row.part, 2)) for row in found.services]
    (0.13, [('clerk->designer', 0.16), ('designer->customer', -0.03)])
    """
    then, now = based_on(before, "compare"), based_on(after, "compare")
    if not then.chain.parties.keys() & now.chain.parties.keys():
        raise ArgumentError(_nothing_in_common(then.chain, now.chain))
    rows = [_change(then, now, old, new) for old, new in matched(then.chain, now.chain)]
    rows.sort(key=lambda row: (-round(abs(row.part), 12), row.id, row.fate))
    return Comparison(then, now, tuple(rows))


def _nothing_in_common(before: ValueChain, after: ValueChain) -> str:
    names = {party.name.casefold(): party.id for party in before.parties.values()}
    for party in after.parties.values():
        if party.name.casefold() in names:
            old = names[party.name.casefold()]
            told = f"{quoted(party.name)} is {quoted(old)} in one and {quoted(party.id)} in the other; use one id"
            return f"the two chains have no party in common: {told}"
    hint = next(
        (hint for party in after.parties if (hint := nearest(party, before.parties))),
        "compare two chains of one organisation",
    )
    return f"the two chains have no party in common: {hint}"


def matched(before: ValueChain, after: ValueChain) -> list[tuple[str | None, str | None]]:
    """Pairs of ids of the same service, ``None`` for one that is not there: by id, then by who serves whom with what."""
    pairs: list[tuple[str | None, str | None]] = [
        (name, name) for name in after.services if name in before.services
    ]
    waiting: dict[tuple[str, str, str], list[str]] = {}
    for name, service in before.services.items():
        if name not in after.services:
            waiting.setdefault(_ends(service), []).append(name)
    for name, service in after.services.items():
        if name not in before.services:
            same = waiting.get(_ends(service))
            pairs.append((same.pop(0) if same else None, name))
    return pairs + [(name, None) for names in waiting.values() for name in names]


def _ends(service: Service) -> tuple[str, str, str]:
    return service.provider, service.customer, service.delivers


def _change(before: Diagnosis, after: Diagnosis, old: str | None, new: str | None) -> ServiceChange:
    then = None if old is None else before[old]
    now = None if new is None else after[new]
    row = now or then
    assert row is not None
    quality = position = 0.0
    if then and now:
        rise = now.own_shortfall - then.own_shortfall
        quality = -(then.importance + now.importance) / 2 * rise
        shift = now.importance - then.importance
        position = -(then.own_shortfall + now.own_shortfall) / 2 * shift
    costs = [each.contribution if each else 0.0 for each in (then, now)]
    return ServiceChange(
        *(row.id, row.provider, row.customer, row.delivers, _fate(then, now)),
        *(costs[0] - costs[1], quality, position, old),
        *_numbers(then),
        *_numbers(now),
    )


def _numbers(row: ServiceDiagnosis | None) -> Iterator[Any]:
    return (row and getattr(row, name) for name in _NUMBERS)


def _fate(then: ServiceDiagnosis | None, now: ServiceDiagnosis | None) -> Fate:
    if then is None:
        return "appeared"
    return "vanished" if now is None else "kept"
