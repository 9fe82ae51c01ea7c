"""Did it help? What changed between two chains, service by service, in parts that add up to the change of the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from valuechain.model.chain import ValueChain
from valuechain.model.differences import Difference, differences
from valuechain.model.optional import data_frame
from valuechain.model.parts import Service
from valuechain.model.score import Score
from valuechain.model.showing import Shown
from valuechain.problems import ArgumentError, nearest, quoted, unknown
from valuechain.questions.diagnosis import Diagnosis, Level
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.simulation import Interval
from valuechain.questions.what_if import WhatIf, based_on
from valuechain.sampling.significance import Sureness, change_drawn

if TYPE_CHECKING:
    import pandas

Fate: TypeAlias = Literal["kept", "appeared", "vanished"]


@dataclass(frozen=True, slots=True)
class ServiceChange(Shown):
    """What one service did to the outcome.

    Attributes:
        id: of the service, as it is after, or was if it vanished.
        fate: ``kept`` where it is in both, else ``appeared`` or ``vanished``.
        part: its contribution to the shortfall before, less that after (0 where it does not exist):
            what it won the customers.
        quality: the part of it that its own quality did, -(mean of both importances) times the
            change of its own shortfall.
        position: the part that its position in the chain did, -(mean of both own shortfalls) times
            the change of its importance; both sum to `part` for what was kept, and are 0 for what
            was not.
        before, after: its diagnosis then and now, ``None`` where it does not exist.
    """

    id: str
    fate: Fate
    part: float
    quality: float
    position: float
    before: ServiceDiagnosis | None
    after: ServiceDiagnosis | None

    @property
    def row(self) -> ServiceDiagnosis:
        """Its diagnosis now, or then if it vanished."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def satisfaction(self) -> float | None:
        """By how much satisfaction with it rose; ``None`` where it was not measured both times."""
        both = (self.before, self.after)
        if any(row is None or row.verdict == "unmeasured" for row in both):
            return None
        assert self.before is not None
        assert self.after is not None
        return self.after.satisfaction - self.before.satisfaction

    @property
    def verdict_changed(self) -> bool:
        """Whether it was in both and is called something else now."""
        return (
            self.before is not None
            and self.after is not None
            and self.before.verdict != self.after.verdict
        )


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Shown):
    """Two diagnoses of one organisation, made by `compare`: what changed, and which service did how much of it.

    Attributes:
        before, after: the diagnoses.
        services: a row for every service of either, those that did most first, whichever way; ties
            by id.
    """

    before: Diagnosis
    after: Diagnosis
    services: tuple[ServiceChange, ...]

    def __eq__(self, other: object) -> bool:
        return (
            (self.before, self.after) == (other.before, other.after)
            if isinstance(other, Comparison)
            else NotImplemented
        )

    def __hash__(self) -> int:
        return hash((self.before, self.after))

    def __reduce__(self) -> tuple[Any, ...]:
        return compare, (self.before, self.after)

    def __repr__(self) -> str:
        change = "unknown" if self.change is None else f"{self.change:+.4f}"
        return f"<Comparison {self.after.chain.title!r}: change {change}, {len(self.services)} services>"

    def __getitem__(self, service_id: str) -> ServiceChange:
        try:
            return self._by_id[service_id]
        except (KeyError, TypeError):
            raise unknown("service", service_id, self._by_id) from None

    def __iter__(self) -> Iterator[ServiceChange]:
        return iter(self.services)

    def __len__(self) -> int:
        return len(self.services)

    @cached_property
    def _by_id(self) -> dict[str, ServiceChange]:
        gone = {change.id: change for change in self.services if change.fate == "vanished"}
        return gone | {change.id: change for change in self.services if change.fate != "vanished"}

    @property
    def change(self) -> float | None:
        """By how much the outcome rose, -1..1; the parts of all services sum to it. ``None`` where either is not known."""
        if self.before.outcome is None or self.after.outcome is None:
            return None
        return self.after.outcome - self.before.outcome

    @cached_property
    def customers(self) -> Mapping[str, float | None]:
        """By how much the satisfaction of each external customer of either rose; ``None`` where it is not known both times."""
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
            {change.id: change.before.id for change in self.services if change.before},
        )

    # How sure it is.

    @cached_property
    def sureness(self) -> Sureness | None:
        """What the numbers of answers tell of the change, drawn as `simulate` draws; ``None`` where no score names any.

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
            change.id: change.before.id
            for change in self.services
            if change.fate == "kept" and change.before
        }
        return change_drawn(self.before, self.after, pairs)

    @cached_property
    def significant(self) -> Mapping[str, bool | None]:
        """For each service, whether the change of its satisfaction exceeds what the sample sizes explain, at 95 %.

        ``None`` where that cannot be told: a score without a number of answers, a service that is
        not measured both times.
        """
        told = {change.id: self._significant(change) for change in self.services}
        return MappingProxyType(told)

    def _significant(self, change: ServiceChange) -> bool | None:
        if change.before is None or change.after is None or self.sureness is None:
            return None
        scores = (
            self.before.chain.services[change.before.id].satisfaction,
            self.after.chain.services[change.after.id].satisfaction,
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
        return tuple(
            change.id
            for change in self.services
            if any(
                row
                and row.importance > 0
                and (score := diagnosis.chain.services[row.id].score)
                and score.responses is None
                for row, diagnosis in ((change.before, self.before), (change.after, self.after))
            )
        )

    # As data.

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain Python values, ready for JSON; how sure it is only up to 5,000 services."""
        sure = self.sureness_at_hand
        return {
            "title": self.after.chain.title,
            "before": {
                "outcome": self.before.outcome,
                "external_customers": dict(self.before.external_customers),
            },
            "after": {
                "outcome": self.after.outcome,
                "external_customers": dict(self.after.external_customers),
            },
            "change": self.change,
            "change_interval": list(self.outcome_interval)
            if sure and self.outcome_interval
            else None,
            "customers": dict(self.customers),
            "parties": dict(self.parties),
            "services": [
                _told(change) | {"significant": self.significant[change.id] if sure else None}
                for change in self.services
            ],
            "differences": [difference.to_dict() for difference in self.differences],
        }

    @property
    def sureness_at_hand(self) -> bool:
        """Whether how sure it is is quickly found: up to 5,000 services."""
        return self.before.losses_at_hand and self.after.losses_at_hand

    def to_pandas(self) -> pandas.DataFrame:
        """The services' rows as a DataFrame indexed by id, in the same order; nan where there is no number.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        return data_frame(self.to_dict()["services"]).set_index("id")


_NUMBERS = ("satisfaction", "own_shortfall", "importance", "contribution", "verdict")


def _told(change: ServiceChange) -> dict[str, Any]:
    row = change.row
    told: dict[str, Any] = {
        "id": change.id,
        "provider": row.provider,
        "customer": row.customer,
        "delivers": row.delivers,
    }
    told |= {name: getattr(change, name) for name in ("fate", "part", "quality", "position")}
    for when in ("before", "after"):
        then = getattr(change, when)
        told |= {f"{name}_{when}": then and getattr(then, name) for name in _NUMBERS}
    return told


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
    then, now = None if old is None else before[old], None if new is None else after[new]
    if now is None:
        assert then is not None
        return ServiceChange(then.id, "vanished", then.contribution, 0.0, 0.0, then, None)
    if then is None:
        return ServiceChange(now.id, "appeared", -now.contribution, 0.0, 0.0, None, now)
    quality = -(then.importance + now.importance) / 2 * (now.own_shortfall - then.own_shortfall)
    position = -(then.own_shortfall + now.own_shortfall) / 2 * (now.importance - then.importance)
    return ServiceChange(
        now.id, "kept", then.contribution - now.contribution, quality, position, then, now
    )
