"""Did it help? What changed between two chains, in parts that add up to the change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from valuechain.model.chain import ValueChain
from valuechain.model.differences import Difference, differences
from valuechain.problems import ArgumentError, nearest, quoted
from valuechain.questions.diagnosis import Diagnosis, Level
from valuechain.questions.service_change import ServiceChange, change_of, matched
from valuechain.questions.what_if import WhatIf, based_on
from valuechain.results import Interval, Recipe, Result, plain
from valuechain.sampling.chances import discoveries
from valuechain.sampling.significance import Sureness, sureness_of
from valuechain.survey.pairs import Pairs
from valuechain.tolerances import DIGITS, TIE

Unlike: TypeAlias = Literal["customers", "services", "measured"]


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Result[ServiceChange]):
    """Two diagnoses of one organisation: what changed, and which service did how much of it.

    Made by `compare`.

    Attributes:
        before, after: the diagnoses.
        services: a row for every service of either, those that did most first, whichever way; ties
            by id.
        pairs: by service, how the answers of the same people changed, where they are known.
    """

    before: Diagnosis
    after: Diagnosis
    services: tuple[ServiceChange, ...]
    pairs: Mapping[str, Pairs] = field(default_factory=dict)

    def _recipe(self) -> Recipe:
        return compare, (self.before, self.after, tuple(self.pairs.items()))

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
        return _rise(self.before.outcome, self.after.outcome)

    @cached_property
    def customers(self) -> Mapping[str, float | None]:
        """By how much the satisfaction of each external customer of either rose.

        ``None`` where it is not known both times.
        """
        before, after = self.before.external_customers, self.after.external_customers
        parties = dict.fromkeys((*after, *before))
        return MappingProxyType(
            {party: _rise(before.get(party), after.get(party)) for party in parties}
        )

    @cached_property
    def parties(self) -> Mapping[str, float]:
        """By how much the satisfaction of each party of both rose, the largest gain first.

        The satisfaction is that with all it receives; without those of whom it is not known.
        """
        before = self.before.received
        rises = {
            party: now - then
            for party, now in self.after.received.items()
            if now is not None and (then := before.get(party)) is not None
        }
        return MappingProxyType(
            dict(sorted(rises.items(), key=lambda item: (-round(item[1], DIGITS), item[0])))
        )

    def by(self, level: Level) -> dict[str, float]:
        """What was won, summed by ``provider``, by ``group`` or by what it ``delivers``.

        A group is the provider's department then and now.

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
        return dict(sorted(won.items(), key=lambda item: (-round(abs(item[1]), DIGITS), item[0])))

    @cached_property
    def verdicts_changed(self) -> tuple[ServiceChange, ...]:
        """The services that are called something else now."""
        return tuple(change for change in self.services if change.verdict_changed)

    def chain_of(self, change: ServiceChange) -> ValueChain:
        """The later chain that has a service: what vanished is in the earlier one alone."""
        return (self.before if change.fate == "vanished" else self.after).chain

    @cached_property
    def rescaled(self) -> tuple[str, ...]:
        """Ids of the services whose scores are of another scale than before."""
        was, now = self.before.chain.services, self.after.chain.services
        kept = [(row.id_before, row.id) for row in self.services if row.fate == "kept"]
        scores = ((name, was[old].score, now[name].score) for old, name in kept if old is not None)
        return tuple(
            name for name, then, score in scores if then and score and then.scale != score.scale
        )

    @property
    def asked_less(self) -> bool:
        """Whether what matters is no longer measured: then a fall may not be seen."""
        return any(
            row.measured_once and row.verdict_after == "unmeasured" and row.importance_after
            for row in self.services
        )

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """What differs between the chains as written: parties, services, what is said of them."""
        were = {row.id: row.id_before for row in self.services if row.fate != "vanished"}
        known = {name: was for name, was in were.items() if was is not None}
        return differences(self.before.chain, self.after.chain, known)

    @cached_property
    def unlike(self) -> Unlike | None:
        """Why the two outcomes are not of one thing, measured both times; ``None`` where they are.

        Not the same ``customers`` count, or not alike; ``services`` came or went that the outcome
        hangs on; or it hangs on some that were ``measured`` only once.
        """
        then, now = self.before.solution, self.after.solution
        seen = then.seen_in_outcome, now.seen_in_outcome
        rows = [row for row in self.services if row.id_before in seen[0] or row.id in seen[1]]
        if not _alike(then.counted_customers, now.counted_customers):
            return "customers"
        if any(row.fate != "kept" for row in rows):
            return "services"
        return "measured" if any(row.measured_once for row in rows) else None

    # How sure it is.

    @cached_property
    def sureness(self) -> Sureness | None:
        """What the numbers of answers tell of the change, drawn as `simulate` draws.

        ``None`` where no score names any.
        """
        ends = (self.before, self.after)
        if any(isinstance(end, WhatIf) for end in ends) or not any(map(_counted, ends)):
            return None
        judged = {
            row.id: row.id_before
            for row in self.services
            if row.id_before is not None and self._answered_twice(row)
        }
        return sureness_of(self.before.solution, self.after.solution, judged, self.pairs)

    def _answered_twice(self, row: ServiceChange) -> bool:
        """Whether its satisfaction names a number of answers both times."""
        if row.fate != "kept" or row.id_before is None:
            return False
        scores = (
            self.before.chain.services[row.id_before].satisfaction,
            self.after.chain.services[row.id].satisfaction,
        )
        return all(score is not None and score.responses is not None for score in scores)

    @cached_property
    def significant(self) -> Mapping[str, bool | None]:
        """For each service, whether its satisfaction changed more than the sample sizes explain.

        Of all that are said to, at most 5 % did not on average (the false discovery rate), however
        many services there are. Where the same people answered both times, they are compared
        person by person.

        ``None`` where that cannot be told: a score without a number of answers, a service that is
        not measured both times.
        """
        known = self.sureness.chance if self.sureness else {}
        found = discoveries(known)
        return MappingProxyType(
            {row.id: row.id in found if row.id in known else None for row in self.services}
        )

    @property
    def outcome_interval(self) -> Interval | None:
        """Where the change of the outcome lies, 95 % sure.

        ``None`` where it is not known, or where the outcomes are `unlike`: no number of answers
        tells how much of the change is what was learnt or counted otherwise.
        """
        if self.sureness is None or self.change is None or self.unlike:
            return None
        return self.sureness.outcome

    @cached_property
    def exact(self) -> tuple[str, ...]:
        """Ids of services that matter and whose scores are taken as exact.

        They name no number of answers, then or now.
        """
        return tuple(row.id for row in self.services if self._taken_as_exact(row))

    def _taken_as_exact(self, row: ServiceChange) -> bool:
        both = (
            (self.before.chain, row.id_before, row.importance_before),
            (self.after.chain, row.id, row.importance_after),
        )
        scores = (
            chain.services[name].score
            for chain, name, matters in both
            if name is not None and matters
        )
        return any(score is not None and score.responses is None for score in scores)

    # As data.

    @property
    def is_quickly_sure(self) -> bool:
        """Whether how sure it is is quickly found: up to 5,000 services."""
        return self.before.solution.few and self.after.solution.few

    def _data(self, *, full: bool) -> dict[str, Any]:
        """How sure it is only where that is quickly found, or asked for."""
        sure = full or self.is_quickly_sure
        interval = None
        if sure:
            interval = self.outcome_interval
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
        record["significant"] = None
        if sure and row.fate != "vanished":
            record["significant"] = self.significant[row.id]
        return record

    def _records(self, *, full: bool) -> tuple[list[dict[str, Any]], Sequence[str]]:
        sure = full or self.is_quickly_sure
        records = [self._service_record(row, sure=sure) for row in self.services]
        return records, ()


def _ends_of(diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "outcome": diagnosis.outcome,
        "upper_bound": diagnosis.upper_bound,
        "external_customers": dict(diagnosis.external_customers),
    }


def _counted(diagnosis: Diagnosis) -> bool:
    """Whether some score names its number of answers."""
    scores = (service.score for service in diagnosis.chain.services.values())
    return any(score is not None and score.responses for score in scores)


def _alike(then: Mapping[str, float], now: Mapping[str, float]) -> bool:
    """Whether both have the same keys, with numbers alike but for rounding."""
    return then.keys() == now.keys() and all(abs(then[key] - now[key]) < TIE for key in now)


def _rise(then: float | None, now: float | None) -> float | None:
    """``None`` where either is not known."""
    if then is None or now is None:
        return None
    return now - then


def compare(
    before: ValueChain | Diagnosis,
    after: ValueChain | Diagnosis,
    pairs: Mapping[str, Pairs] | Iterable[tuple[str, Pairs]] = (),
) -> Comparison:
    """Say what changed between two chains, and which service did how much of it.

    The two are of one organisation.

    The part of a service is its contribution before less its contribution after, so that the parts
    of all services sum to the change of the outcome under every rule, and over successive waves.
    Several services between two are the same where each delivers something of its own, and that
    is; others where their ids are, and else where provider, customer and what is delivered are. The
    rest appeared or vanished.

    Args:
        before: the chain as it was, or its diagnosis.
        after: the chain as it is; also a what-if, to see what it would do where.
        pairs: by service, how the answers of the same people changed: `Survey.pairs`.

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
    known = _checked(pairs)
    rows = [change_of(then, now, old, new) for old, new in matched(then.chain, now.chain)]
    rows.sort(key=lambda row: (-round(abs(row.part), DIGITS), row.id, row.fate))
    return Comparison(then, now, tuple(rows), known)


def _checked(pairs: Any) -> dict[str, Pairs]:
    """By service."""
    with suppress(TypeError, ValueError):  # what is no mapping, nor pairs of a name and a value
        known = dict(pairs)
        if all(isinstance(each, Pairs) for each in known.values()):
            return known
    raise ArgumentError(f"pairs are what Survey.pairs gives, by service, not {pairs!r:.60}")


def _nothing_in_common(before: ValueChain, after: ValueChain) -> str:
    names = {party.name.casefold(): party.id for party in before.parties.values()}
    for party in after.parties.values():
        if party.name.casefold() in names:
            old = names[party.name.casefold()]
            hint = (
                f"{quoted(party.name)} is {quoted(old)} in one and {quoted(party.id)} "
                "in the other; use one id"
            )
            return f"the two chains have no party in common: {hint}"
    hint = next(
        (hint for party in after.parties if (hint := nearest(party, before.parties))),
        "compare two chains of one organisation",
    )
    return f"the two chains have no party in common: {hint}"
