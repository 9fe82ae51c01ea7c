"""What is there to work on? Links, teams and departments, with what each wins the customers.

A link is all that one party delivers to another. What it wins is told at the level that a well-run
provider reaches, all its services at once: so it makes no difference into how many services a link
was split. What nobody measured is no step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeAlias, TypeVar, overload

import numpy as np

from valuechain.analysis.groups import Groups, Name
from valuechain.results import Shown
from valuechain.solve.network import Ints
from valuechain.tolerances import AS_GOOD, DIGITS


@dataclass(frozen=True, slots=True)
class Step(Shown):
    """A link to work on: all measured services that one party delivers to another.

    Attributes:
        provider, customer: ids of the parties.
        services: their ids, in file order.
        gain: what the outcome wins if all of them become as good as a well-run provider is, 0..1.
        potential: what it wins if nothing were lacking by their own doing; gain <= potential.
    """

    provider: str
    customer: str
    services: tuple[str, ...]
    gain: float
    potential: float

    @property
    def id(self) -> str:
        """Of the link, as that of its service where it has one."""
        return f"{self.provider}->{self.customer}"

    @property
    def name(self) -> Name:
        """Of the group of services that it is."""
        return self.provider, self.customer


@dataclass(frozen=True, slots=True)
class TeamStep(Shown):
    """A team to work on: all measured services of one provider; as `Step`."""

    provider: str
    services: tuple[str, ...]
    gain: float
    potential: float

    @property
    def id(self) -> str:
        """Of the party."""
        return self.provider

    @property
    def name(self) -> Name:
        """Of the group of services that it is."""
        return (self.provider,)


@dataclass(frozen=True, slots=True)
class GroupStep(Shown):
    """A department to work on: all measured services of its members; as `Step`."""

    group: str
    services: tuple[str, ...]
    gain: float
    potential: float

    @property
    def id(self) -> str:
        """The department's name."""
        return self.group

    @property
    def name(self) -> Name:
        """Of the group of services that it is."""
        return (self.group,)


AnyStep: TypeAlias = Step | TeamStep | GroupStep


_FEW = 100
"""Groups up to which all are made where the first are asked for."""
StepT = TypeVar("StepT", Step, TeamStep, GroupStep)


@dataclass(frozen=True, eq=False)
class Steps(Generic[StepT]):
    """Groups of services as steps.

    Attributes:
        groups: what there is to work on.
        kind: of step that a group is.
    """

    groups: Groups
    kind: Callable[..., StepT]

    @cached_property
    def ranked(self) -> tuple[StepT, ...]:
        """All of them, those that win most first; ties by potential, then by name."""
        return _ranked(self._made(self.groups.everyone))

    @cached_property
    def best(self) -> tuple[StepT, ...]:
        """Those that win most, at least all that are as good as the first; all where few."""
        if len(self.groups) <= _FEW:
            return self.ranked
        if self.groups.solution.gains_at_hand:
            return _ranked(self._made(self._promising))
        return self._all_from(lambda found: AS_GOOD * max(step.gain for step in found))

    def leading(self, count: int) -> tuple[StepT, ...]:
        """The first of `ranked`, at least so many, without the others where they are many."""
        if "ranked" in vars(self) or len(self.groups) <= max(count, _FEW):
            return self.ranked
        if not self.groups.solution.gains_at_hand:
            return self._all_from(lambda found: _nth(found, count))
        gains, _ = self.groups.won(self.groups.everyone)
        least = np.partition(gains, -count)[-count] if count else np.inf
        return _ranked(self._made(np.flatnonzero(gains >= least - 10.0**-DIGITS)))

    def _all_from(self, least: Callable[[list[StepT]], float]) -> tuple[StepT, ...]:
        """All that win at least what those found so far say, and some more."""
        found: list[StepT] = []
        for some, most in self.groups.promising():
            if found and most[0] < least(found) - 10.0**-DIGITS:
                break
            found += self._made(some)
        return _ranked(found)

    @property
    def _promising(self) -> Ints:
        """Those as good as the first, and some more."""
        gains, _ = self.groups.won(self.groups.everyone)
        order = np.argsort(-gains, kind="stable")
        as_good = int((gains >= AS_GOOD * gains.max(initial=0.0)).sum())
        return order[: max(_FEW, as_good)]

    @property
    def first(self) -> tuple[StepT, ...]:
        """The first, and those that are as good as it."""
        return as_good(self.best)

    def _made(self, some: Ints) -> list[StepT]:
        names = map(self.groups.name, some.tolist())
        won = (values.tolist() for values in self.groups.won(some))
        rows = zip(names, self.groups.members_of(some), *won, strict=True)
        return [self.kind(*name, services, *wins) for name, services, *wins in rows]


class Ranking(Sequence[StepT]):
    """Steps, what wins most first; those at the head are made without the others.

    It compares, hashes and prints as the tuple of all of them.
    """

    def __init__(self, steps: Steps[StepT]) -> None:
        self._steps: Steps[StepT] = steps

    def __len__(self) -> int:
        return len(self._steps.groups)

    @overload
    def __getitem__(self, key: int) -> StepT: ...

    @overload
    def __getitem__(self, key: slice) -> tuple[StepT, ...]: ...

    def __getitem__(self, key: int | slice) -> StepT | tuple[StepT, ...]:
        """A step, or the tuple of some."""
        places = range(len(self))[key]
        last = places if isinstance(places, int) else max(places, default=-1)
        head: tuple[StepT, ...] = self._steps.leading(last + 1)
        return head[places] if isinstance(places, int) else tuple(head[place] for place in places)

    def __iter__(self) -> Iterator[StepT]:
        return iter(self._steps.ranked)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == (tuple(other) if isinstance(other, Ranking) else other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


def _nth(steps: Sequence[StepT], count: int) -> float:
    """What the last of so many steps wins, those that win most first; nothing where fewer are."""
    if len(steps) < count:
        return 0.0
    return sorted((step.gain for step in steps), reverse=True)[count - 1]


def _ranked(steps: Iterable[StepT]) -> tuple[StepT, ...]:
    def rank(step: StepT) -> tuple[float, float, str]:
        return -round(step.gain, DIGITS), -round(step.potential, DIGITS), step.id

    return tuple(sorted(steps, key=rank))


def as_good(steps: Sequence[StepT]) -> tuple[StepT, ...]:
    """The first of some ranked steps, and those that are as good as it."""
    if not steps:
        return ()
    least = AS_GOOD * steps[0].gain - 10.0**-DIGITS
    return tuple(step for step in steps if step.gain >= least)
