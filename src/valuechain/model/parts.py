"""Who, and who serves whom: the party and the service."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Literal, TypeAlias

from valuechain.model.actions import Action
from valuechain.model.score import Score

Kind: TypeAlias = Literal["supplier", "team", "customer"]
Rule: TypeAlias = Literal["mean", "weakest"]
Range: TypeAlias = tuple[float, float]
KINDS: tuple[Kind, ...] = ("supplier", "team", "customer")
RULES: tuple[Rule, ...] = ("mean", "weakest")
TARGET = 0.75
"""Satisfaction aimed at where a file says nothing."""
DEPENDENCE = 0.8
"""Dependence where a file says nothing: *I need it*."""


@dataclass(frozen=True, slots=True)
class Party:
    """A person, role, team, department or company.

    Attributes:
        id: unique; without ``->``, ``#``, control characters or white space at its ends.
        name: what people call it.
        kind: ``supplier`` (outside, upstream), ``team`` (inside) or ``customer`` (external: where
            the chain ends).
        group: its department, ``""`` for none.
        people: how many they are, >= 1, or ``None`` where not said.
        share: weight of an external customer in the outcome, >= 0; without meaning for others.
        column: where it would best stand in a picture, counted from 1 where the chain begins, or
            ``None``.

    >>> Party("clerk").name
    'clerk'
    """

    id: str
    name: str = ""
    kind: Kind = "team"
    group: str = ""
    people: int | None = None
    share: float = 1.0
    column: int | None = None

    def __post_init__(self) -> None:
        if not self.name:
            object.__setattr__(self, "name", self.id)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Service:
    """One party, the provider, delivers something to another, the customer of that service.

    Attributes:
        id: ``provider->customer``, with ``#1``, ``#2`` ... in order where several run between the
            same two.
        provider, customer: party ids.
        delivers: what, ``""`` where not said.
        satisfaction: how satisfied the customer is with this service (observed), or ``None``.
        quality: the expert's view of the provider alone, or ``None``; never beside `satisfaction`.
        weight: how much it counts among the services its customer receives, > 0.
        dependence: share of what the provider lacks that it passes on, 0..1.
        critical: whether its customer lacks at least what this service lacks.
        target: satisfaction aimed at, 0..1.
        aspects: satisfaction with parts of it, such as timeliness: pairs of a word and its score,
            sorted by word.
        dependence_range: the ends between which the dependence lies, where it is not known better;
            `dependence` is their middle, and `simulate` draws it. ``None`` where it is one number.
        improve: what can be done about it, at most one of these.

    >>> print(Service("clerk->designer", "clerk", "designer", "order form", Score.parse("3.4/5")))
    clerk->designer: order form (3.4/5)
    """

    id: str
    provider: str
    customer: str
    delivers: str = ""
    satisfaction: Score | None = None
    quality: Score | None = None
    weight: float = 1.0
    dependence: float = DEPENDENCE
    critical: bool = False
    target: float = TARGET
    aspects: tuple[tuple[str, Score], ...] = ()
    dependence_range: Range | None = None
    improve: tuple[Action, ...] = ()

    def __post_init__(self) -> None:
        if _pairs(self.aspects):  # else what is wrong with them is told with all else
            object.__setattr__(self, "aspects", tuple(sorted(self.aspects, key=word_of)))
        if self.improve and _actions(self.improve):  # likewise
            object.__setattr__(
                self, "improve", tuple(action.of(self.id) for action in self.improve)
            )

    def __str__(self) -> str:
        what = f": {self.delivers}" if self.delivers else ""
        return f"{self.id}{what} ({self.score or 'not measured'})"

    @property
    def score(self) -> Score | None:
        """Its satisfaction or its quality, whichever is given."""
        return self.satisfaction or self.quality


_new = object.__new__
_set = [getattr(Service, field.name).__set__ for field in fields(Service)]
_set_id, _set_provider, _set_customer, _set_delivers, _set_satisfaction = _set[:5]
(
    _set_quality,
    _set_weight,
    _set_dependence,
    _set_critical,
    _set_target,
    _set_aspects,
    _set_range,
    _set_improve,
) = _set[5:]


def quick_service(
    service_id: str,
    provider: str,
    customer: str,
    delivers: str,
    satisfaction: Score | None,
    quality: Score | None,
    weight: float,
    dependence: float,
    critical: bool,
    target: float,
    aspects: tuple[tuple[str, Score], ...],
    dependence_range: Range | None,
    improve: tuple[Action, ...],
) -> Service:
    """As ``Service(...)``, at half its cost: a frozen dataclass sets every field through `object.__setattr__`."""
    service = _new(Service)
    _set_id(service, service_id)
    _set_provider(service, provider)
    _set_customer(service, customer)
    _set_delivers(service, delivers)
    _set_satisfaction(service, satisfaction)
    _set_quality(service, quality)
    _set_weight(service, weight)
    _set_dependence(service, dependence)
    _set_critical(service, critical)
    _set_target(service, target)
    _set_aspects(service, aspects)
    _set_range(service, dependence_range)
    _set_improve(service, improve)
    return service


def word_of(aspect: tuple[str, Score]) -> str:
    """What aspects are sorted by."""
    return str(aspect[0])


def _actions(improve: object) -> bool:
    return isinstance(improve, tuple) and all(isinstance(action, Action) for action in improve)


def _pairs(aspects: object) -> bool:
    return isinstance(aspects, tuple) and all(
        isinstance(pair, tuple) and len(pair) == 2 for pair in aspects
    )


def middle(ends: Range) -> float:
    """The dependence that stands for a range of it."""
    return (ends[0] + ends[1]) / 2


def service_ids(ends: Iterable[tuple[str, str]]) -> list[str]:
    """The ids of services that run between these (provider, customer) pairs, in this order.

    >>> service_ids([("a", "b"), ("a", "c"), ("a", "b")])
    ['a->b#1', 'a->c', 'a->b#2']
    """
    pairs = list(ends)
    ids = [f"{provider}->{customer}" for provider, customer in pairs]
    if len(set(ids)) == len(ids):
        return ids
    total: dict[str, int] = {}
    for bare in ids:
        total[bare] = total.get(bare, 0) + 1
    seen: dict[str, int] = {}
    for i, bare in enumerate(ids):
        if total[bare] > 1:
            seen[bare] = seen.get(bare, 0) + 1
            ids[i] = f"{bare}#{seen[bare]}"
    return ids
