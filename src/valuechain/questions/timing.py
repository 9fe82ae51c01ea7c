"""How long does the customer wait? Critical path, slack, standards, promises, being on time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum, inf, prod
from typing import Any, ClassVar, Literal, TypeAlias

import numpy as np

from valuechain.analysis.critical_path import Schedule, arrivals
from valuechain.analysis.onward import onward
from valuechain.analysis.solution import Solution
from valuechain.model.chain import ValueChain
from valuechain.model.durations import Duration, longer, units_in
from valuechain.model.parts import Service
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.of_diagnosis import OfDiagnosis
from valuechain.questions.what_if import based_on
from valuechain.results import Interval, Recipe, Result, plain
from valuechain.solve.network import Floats
from valuechain.tolerances import FAVOUR
from valuechain.walks import following, reached

Kept: TypeAlias = Literal["kept", "perhaps", "broken", "unknown"]
"""Whether what takes between two times stays within a third; unknown where one is missing."""
_Seconds: TypeAlias = Callable[[Duration, Duration | None], float]
"""What a service is taken to take, by what is said of it and by its standard."""
_NOTHING = Duration(0.0, 0.0, "")


@dataclass(frozen=True, slots=True)
class TimedService:
    """How long one service takes.

    Attributes:
        id: of the service.
        takes: between what seconds; ``None`` where nobody says, which counts as no time.
        standard: seconds that it is to take at most, ``None`` for no standard.
        meets: whether it keeps its standard.
        slack: seconds that it may take longer before some external customer waits longer, with
            every time in the middle of its range; 0 on a critical path, ``None`` where it leads to
            no external customer or back round a loop.
        on_time: share of its units that were on time, 0..1, where they were counted.
    """

    id: str
    takes: Interval | None
    standard: float | None
    meets: Kept
    slack: float | None
    on_time: float | None


@dataclass(frozen=True, slots=True)
class CustomerTiming:
    """How long an external customer waits.

    Attributes:
        customer: its id.
        takes: between what seconds everything has arrived.
        promise: seconds within which it is promised, ``None`` for no promise.
        kept: whether that is kept; unknown where nothing on the way is timed.
        by_standards: as `takes`, if every service met its standard.
        kept_by_standards: whether the promise would be kept then.
        path: ids of the services on the critical path, from the source on; every time in the middle
            of its range.
        counted: ids of those on it whose units on time were counted.
        on_time: the chance that all of these are, if they are independent of one another, 0..1;
            ``None`` where none was counted.
        bounds: between what that chance lies, however they depend on one another (Boole-Fréchet).
    """

    customer: str
    takes: Interval
    promise: float | None
    kept: Kept
    by_standards: Interval
    kept_by_standards: Kept
    path: tuple[str, ...]
    counted: tuple[str, ...]
    on_time: float | None
    bounds: Interval | None


@dataclass(frozen=True, eq=False, repr=False)
class Timing(OfDiagnosis, Result[TimedService]):
    """How long everything takes: made by `timing`.

    Attributes:
        diagnosis: of the chain.
        rows: a row for every service that takes time or has a standard, the least slack first.
        customers: how long each external customer waits whom somebody serves, the longest first.
        untimed: ids of the services that lead to a customer and of which nobody says how long they
            take, sorted.
        left_out: ids of the services that lead back round a loop, sorted: their time is not
            counted.
    """

    diagnosis: Diagnosis
    rows: tuple[TimedService, ...]
    customers: tuple[CustomerTiming, ...]
    untimed: tuple[str, ...]
    left_out: tuple[str, ...]

    row_kind = "service that takes time"
    row_type: ClassVar[type[Any] | None] = TimedService

    @cached_property
    def begins(self) -> Mapping[str, float]:
        """When each service begins, in seconds, by its id; every time in the middle."""
        times = _Times(self.diagnosis.solution)
        begins = times.usual.arrives[times.network.provider]
        pairs = zip(times.services, self.diagnosis.solution.in_file_order(begins), strict=True)
        return {service.id: float(seconds) for service, seconds in pairs}

    @property
    def leading(self) -> tuple[TimedService, ...]:
        """The rows of services that take time and lead to an external customer."""
        return tuple(row for row in self.rows if row.takes is not None and row.slack is not None)

    @cached_property
    def open_ended(self) -> frozenset[str]:
        """Ids of the external customers on whose way something is not timed, or left out."""
        chain, back = self.diagnosis.chain, frozenset(self.left_out)
        onward = following(
            (service.provider, service.customer)
            for service in chain.services.values()
            if service.id not in back
        )
        unknown = (*self.untimed, *self.left_out)
        met = reached((chain.services[each].customer for each in unknown), onward)
        return frozenset(each.customer for each in self.customers if each.customer in met)

    @cached_property
    def in_working_days(self) -> bool:
        """Whether the file counts in them, and in no others."""
        chain = self.diagnosis.chain
        times = [party.promise for party in chain.parties.values()]
        for service in chain.services.values():
            times += [service.takes, service.standard]
        words = [unit for time in times if time is not None for unit in units_in(time.text)]
        return "working day" in words and "d" not in words

    def _recipe(self) -> Recipe:
        return timing, (self.diagnosis,)

    def _summary(self) -> str:
        missed = sum(row.meets == "broken" for row in self.rows)
        return f"{len(self.rows)} services take time, {missed} miss their standard"

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        return {
            "customers": plain(self.customers),
            "services": plain(self.rows),
            "untimed": list(self.untimed),
            "left_out": list(self.left_out),
        }


def timing(chain: ValueChain | Diagnosis) -> Timing:
    """Say how long the customers wait, what keeps them waiting, and which standards are missed.

    The critical path method (see `analysis.critical_path`): a provider begins once all that it
    needs has arrived. The chance of being on time is a product, as for a series system of
    independent parts, between the bounds of Boole and Fréchet, max(0, sum p - (n - 1)) and min p,
    which hold in any case.

    Args:
        chain: the chain, or its diagnosis.

    Raises:
        ArgumentError: it is something else.

    >>> from valuechain import loads
    >>> found = timing(loads('''
    ... valuechain: 1
    ... teams:
    ...   oven: {serves: {van: {takes: 12 min, standard: 10 min}}}
    ...   till: {serves: {van: {takes: 3 min}}}
    ...   van: {serves: {guest: {takes: 20..30 min}}}
    ... customers: {guest: {promise: 40 min}}
    ... '''))
    >>> guest = found.customers[0]
    >>> guest.takes, guest.kept, guest.path
    ((1920.0, 2520.0), 'perhaps', ('oven->van', 'van->guest'))
    >>> found["till->van"].slack
    540.0
    """
    diagnosis = based_on(chain, "timing")
    solution = diagnosis.solution
    timed = _Times(solution)
    return Timing(
        diagnosis,
        tuple(sorted(timed.rows(), key=_by_slack)),
        tuple(sorted(timed.customers(), key=lambda each: (-sum(each.takes), each.customer))),
        tuple(sorted(timed.untimed())),
        tuple(timed.left_out()),
    )


def _by_slack(row: TimedService) -> tuple[float, str]:
    return (inf if row.slack is None else row.slack), row.id


def kept(takes: Interval | None, limit: float | None) -> Kept:
    """Whether what takes so long stays within a limit.

    >>> kept((60, 90), 70), kept((60, 90), 90), kept((60, 90), None)
    ('perhaps', 'kept', 'unknown')
    """
    if takes is None or limit is None:
        return "unknown"
    if not longer(takes[1], limit):
        return "kept"
    return "broken" if longer(takes[0], limit) else "perhaps"


class _Times:
    """The times of a chain, and when the work reaches whom."""

    def __init__(self, solution: Solution) -> None:
        self.solution, self.network = solution, solution.reading.network
        self.services = list(solution.chain.services.values())
        self.ends = [
            (party, at)
            for party, at in zip(
                solution.chain.parties, self.network.position.tolist(), strict=True
            )
            if solution.chain.parties[party].kind == "customer" and self._is_served(at)
        ]
        at = np.array([at for _, at in self.ends], dtype=np.intp)
        parts = onward(self.network, at, solution.by_id)
        takes = np.column_stack([self._takes(seconds) for seconds in _CASES])
        self.arrives = arrivals(self.network, parts, takes)
        self.usual = Schedule(self.network, parts, takes[:, 0], self.arrives[:, 0])

    def _is_served(self, at: int) -> bool:
        return bool(self.network.into[at + 1] > self.network.into[at])

    def _takes(self, seconds: _Seconds) -> Floats:
        """(services,) the seconds that each is taken to take, in the order of solution."""
        takes = [seconds(each.takes or _NOTHING, each.standard) for each in self.services]
        return np.array(takes)[self.network.services]

    def rows(self) -> Iterator[TimedService]:
        """A row for every service that takes time or has a standard."""
        for service, left in zip(self.services, self.slack.tolist(), strict=True):
            if service.takes is None and service.standard is None:
                continue
            takes = None if service.takes is None else (service.takes.low, service.takes.high)
            standard = None if service.standard is None else service.standard.high
            leads = left < inf  # nor is NaN
            on_time = share_on_time(service)
            yield TimedService(
                service.id, takes, standard, kept(takes, standard), left if leads else None, on_time
            )

    @cached_property
    def slack(self) -> Floats:
        """(services,) in file order."""
        slack = self.usual.slack(np.array([at for _, at in self.ends], dtype=np.intp))
        within = FAVOUR * self.usual.arrives.max(initial=0.0)  # what rounding may leave of nothing
        return self.solution.in_file_order(np.where(slack <= within, 0.0, slack))

    def customers(self) -> Iterator[CustomerTiming]:
        """How long each external customer waits."""
        number = self.network.services.tolist()
        for party, at in self.ends:
            _, low, high, kept_low, kept_high = self.arrives[at].tolist()
            waits, then = (low, high), (kept_low, kept_high)
            promise = getattr(self.solution.chain.parties[party].promise, "high", None)
            path = [self.services[number[service]].id for service in self.usual.path(at)]
            timed = any(self.solution.chain.services[each].takes for each in path)
            shares = self._shares_on_time(path)
            yield CustomerTiming(
                party,
                waits,
                promise,
                kept(waits, promise) if timed else "unknown",
                then,
                kept(then, promise) if timed else "unknown",
                tuple(path),
                tuple(shares),
                prod(shares.values()) if shares else None,
                bounds(list(shares.values())) if shares else None,
            )

    def _shares_on_time(self, path: list[str]) -> Mapping[str, float]:
        known = ((name, share_on_time(self.solution.chain.services[name])) for name in path)
        return {name: share for name, share in known if share is not None}

    def left_out(self) -> Iterator[str]:
        """The services that lead back round a loop, sorted."""
        numbers = self.network.services[self.usual.left_out].tolist()
        yield from sorted(self.services[number].id for number in numbers)

    def untimed(self) -> Iterator[str]:
        """The services that lead to a customer and of which nobody says how long they take."""
        for service, left in zip(self.services, self.slack.tolist(), strict=True):
            if service.takes is None and left < inf:
                yield service.id


def _middle(takes: Duration, _: Duration | None) -> float:
    return takes.middle


def _low(takes: Duration, _: Duration | None) -> float:
    return takes.low


def _high(takes: Duration, _: Duration | None) -> float:
    return takes.high


def _low_kept(takes: Duration, standard: Duration | None) -> float:
    return takes.low if standard is None else min(takes.low, standard.high)


def _high_kept(takes: Duration, standard: Duration | None) -> float:
    return takes.high if standard is None else min(takes.high, standard.high)


_CASES: tuple[_Seconds, ...] = (_middle, _low, _high, _low_kept, _high_kept)


def share_on_time(service: Service) -> float | None:
    """The share of its units that were on time, by its score or one of its aspects."""
    for score in (service.score, *(score for _, score in service.aspects)):
        counts = None if score is None else score.counts
        if counts is not None and counts.on_time:
            return counts.right
    return None


def bounds(shares: list[float]) -> Interval:
    """Between what the chance lies that all are so, however they depend on one another.

    >>> bounds([0.75, 0.5])
    (0.25, 0.5)
    """
    least = fsum([*shares, 1 - len(shares)])  # rounded once: never above the lowest of them
    return max(0.0, least), min(shares)
