"""Who, and who serves whom: the party and the service."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import repeat
from typing import Any, Literal, TypeAlias

from valuechain.model.actions import Action
from valuechain.model.compounds import ACTIONS, ASPECTS, DEPENDENCE, LOYALTY, SCORE, are_pairs
from valuechain.model.durations import Duration
from valuechain.model.fields import described, entry, fields_of, headings_of
from valuechain.model.numbers import Range
from valuechain.model.revenue import Revenue
from valuechain.model.score import Score
from valuechain.model.values import (
    FLAG,
    ID,
    LIMIT,
    NUMBER,
    PARTY_KIND,
    PEOPLE,
    PERCENTAGE,
    POSITIVE,
    REVENUE,
    TEXT,
    TIME,
    WHOLE,
)

Kind: TypeAlias = Literal["supplier", "team", "customer"]
Rule: TypeAlias = Literal["mean", "weakest", "fdna"]
TARGET = 0.75
"""Satisfaction aimed at where a file says nothing."""
REACHABLE = 0.9
"""Own quality that a well-run provider reaches, where a file says nothing."""
USUAL_DEPENDENCE = 0.8
"""Dependence where a file says nothing: *I need it*."""
HOW_MUCH = "0.2 what I receive helps, 0.5 it matters, 0.8 I need it, 1 I cannot work without it"
"""Dependence in words."""


def _own_id(party: Party) -> str:
    return party.id


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
        promise: within what time an external customer is to be served, or ``None``.
        revenue: what an external customer brings in some period, or ``None``.
        loyalty: share of it that is won or lost with each point of satisfaction, 0..1, or ``None``.
        loyalty_range: the ends between which that lies, where it is not known better; `loyalty` is
            their middle. ``None`` where it is one number.

    >>> Party("clerk").name
    'clerk'
    """

    id: str = field(
        metadata=described(
            ID, "A short name, without -> and #. Services name parties by it.", by_place=True
        )
    )
    name: str = entry("", TEXT, "What people call it.", follows=(_own_id, "the id"))
    kind: Kind = entry(
        "team",
        PARTY_KIND,
        "supplier (outside, upstream), team (inside) or customer (external). "
        "The row 'chain' says what holds for all.",
        by_place=True,
    )
    group: str = entry("", TEXT, "Its department; of customers, their segment.")
    people: int | None = entry(
        None,
        PEOPLE,
        "How many they are, a whole number from 1: "
        "a survey of nine of twelve is surer than one of nine of a city.",
    )
    share: float = entry(
        1.0,
        NUMBER,
        "Weight of an external customer in the outcome, from 0, such as 2.",
        parties=("customer",),
        elsewhere="only external customers have one",
    )
    column: int | None = entry(
        None,
        WHOLE,
        "Where it would best stand in a picture, from 1 where the chain begins; not for customers.",
        parties=("supplier", "team"),
        elsewhere="customers stand in the last column",
    )
    promise: Duration | None = entry(
        None,
        LIMIT,
        "Within what time an external customer is to get what it is promised, such as 2 h.",
        parties=("customer",),
        elsewhere="promises are made to external customers; of a service it is 'standard'",
    )
    revenue: Revenue | None = entry(
        None,
        REVENUE,
        "What an external customer brings in a year, or another period, such as 400,000 EUR.",
        parties=("customer",),
        elsewhere="revenue comes from external customers",
    )
    loyalty: float | None = entry(
        None,
        LOYALTY,
        "Share of the revenue that is won or lost with each point of satisfaction, such as 0.5% or "
        "0.3%..1%; there is no usual one.",
        parties=("customer",),
        elsewhere="it is said of external customers",
    )
    loyalty_range: Range | None = None

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
        criticality: under the rule ``fdna``, what its customer has left when its provider has
            nothing, 0..1 - dependence; ``None`` where that is not bounded.
        target: satisfaction aimed at, 0..1.
        reachable: own quality that a well-run provider reaches, 0..1: up to it a gain is counted.
        aspects: satisfaction with parts of it, such as timeliness: pairs of a word and its score,
            sorted by word.
        dependence_range: the ends between which the dependence lies, where it is not known better;
            `dependence` is their middle, and `simulate` draws it. ``None`` where it is one number.
        takes: how long it takes once all that its provider needs is there, or ``None``.
        standard: how long it is to take at most, or ``None``.
        improve: what can be done about it, at most one of these.

    >>> print(Service("clerk->designer", "clerk", "designer", "order form", Score.parse("3.4/5")))
    clerk->designer: order form (3.4/5)
    """

    id: str
    provider: str = field(metadata=described(ID, "The id of the party that serves.", by_place=True))
    customer: str = field(
        metadata=described(ID, "The id of the party that is served.", by_place=True)
    )
    delivers: str = entry("", TEXT, "What is delivered, such as order form.")
    satisfaction: Score | None = entry(
        None,
        SCORE,
        "How satisfied the served party is, as you have it: 81%, 3.4/5 (9 responses), "
        "NPS 31 (140 responses), CES 5.2/7 or 0.81.",
    )
    quality: Score | None = entry(
        None,
        SCORE,
        "Instead of satisfaction: an expert's view of the provider alone, such as 80%.",
        instead_of="satisfaction",
    )
    weight: float = entry(
        1.0,
        POSITIVE,
        "How much it counts among what its customer receives, above 0: 3 counts three times.",
    )
    dependence: float = entry(
        USUAL_DEPENDENCE,
        DEPENDENCE,
        f"Share of what the provider lacks that it passes on: {HOW_MUCH}; "
        "or a range such as 0.5..0.9 where it is not known better.",
        inherited=True,
    )
    critical: bool = entry(
        False, FLAG, "true: its customer lacks at least what this service lacks."
    )
    criticality: float | None = entry(
        None,
        PERCENTAGE,
        "Under rule fdna: what its customer has left when its provider has nothing, such as 5%; at "
        "most 100% less the dependence.",
    )
    target: float = entry(TARGET, PERCENTAGE, "Satisfaction aimed at, such as 85%.", inherited=True)
    reachable: float = entry(
        REACHABLE,
        PERCENTAGE,
        "Own quality that a well-run provider reaches, such as 95%: gains are counted up to it.",
        inherited=True,
    )
    aspects: tuple[tuple[str, Score], ...] = entry(
        (),
        ASPECTS,
        "Satisfaction with parts of it, a score for each word: "
        "{timeliness: 3.1/5 (9 responses), quality: 80%}.",
    )
    dependence_range: Range | None = None
    improve: tuple[Action, ...] = entry(
        (),
        ACTIONS,
        "What can be done about it, at most one of these: "
        "- {action: order form on paper, cost: 400, quality: 90%}.",
    )
    takes: Duration | None = entry(
        None, TIME, "How long it takes once all is there: 40 min, 2 working days or 30..45 min."
    )
    standard: Duration | None = entry(
        None, LIMIT, "How long it is to take at most, such as 15 min."
    )

    def __post_init__(self) -> None:
        if are_pairs(self.aspects):  # else what is wrong with them is said with all else
            object.__setattr__(self, "aspects", tuple(sorted(self.aspects, key=word_of)))
        if self.improve and are_actions(self.improve):  # likewise
            own = tuple(action.of(self.id) for action in self.improve)
            object.__setattr__(self, "improve", own)

    def __str__(self) -> str:
        what = f": {self.delivers}" if self.delivers else ""
        return f"{self.id}{what} ({self.score or 'not measured'})"

    @property
    def score(self) -> Score | None:
        """Its satisfaction or its quality, whichever is given."""
        return self.satisfaction or self.quality


PARTY_FIELDS = fields_of(Party)
SERVICE_FIELDS = fields_of(Service)
SERVICE_COLUMNS = headings_of(SERVICE_FIELDS)
EITHER = tuple((field.instead_of, field.name) for field in SERVICE_FIELDS if field.instead_of)
"""Pairs of fields of which a service has one at most."""
_SETTERS: dict[str, Any] = {
    field.name: getattr(Service, field.name).__set__ for field in fields(Service)
}


def services_of(count: int, columns: Mapping[str, Sequence[Any]]) -> list[Service]:
    """Services from a column of values for each field.

    At less than half the cost of ``Service(...)``: a frozen dataclass sets every field through
    `object.__setattr__`. The values must be as `Service` would leave them.
    """
    made = list(map(object.__new__, repeat(Service, count)))
    for name, put in _SETTERS.items():
        deque(map(put, made, columns[name]), maxlen=0)
    return made


def word_of(aspect: tuple[str, Score]) -> str:
    """What aspects are sorted by."""
    return str(aspect[0])


def are_actions(improve: object) -> bool:
    """Whether a value is a tuple of actions."""
    return isinstance(improve, tuple) and all(isinstance(action, Action) for action in improve)


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
