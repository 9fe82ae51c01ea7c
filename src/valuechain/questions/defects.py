"""How much of the work is right first time? Yields, defects per million, sigma levels.

The measures of Six Sigma as its textbooks have them (Harry & Schroeder 2000, *Six Sigma*; Pyzdek &
Keller, *The Six Sigma Handbook*): from u units with o opportunities each and d defects,

* DPU = d / u, DPMO = 1,000,000 d / (u o), yield = 1 - d / (u o);
* the sigma level is the quantile of the yield of the standard normal distribution, plus 1.5: by
  convention, what is measured for a short time is taken to drift by so much later on;
* the rolled throughput yield of a way is the product of the yields on it, and its normalised yield
  the geometric mean of these.

The interval of a yield is Wilson's (1927, *Probable inference, the law of succession, and
statistical inference*, JASA 22).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any, ClassVar

import numpy as np

from valuechain.analysis.routes import Route, weakest_and_strongest
from valuechain.analysis.solution import Solution
from valuechain.model.chain import ValueChain
from valuechain.model.work_counts import WorkCounts
from valuechain.problems import ArgumentError
from valuechain.questions.asked import checked_level
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.of_diagnosis import OfDiagnosis
from valuechain.questions.what_if import based_on
from valuechain.results import Interval, Recipe, Result, plain

SHIFT = 1.5
"""What is added to the quantile of a yield, by convention."""
MILLION = 1_000_000
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class CountedService:
    """What was counted of one service.

    Attributes:
        id: of the service.
        units, opportunities, defects: as they were counted; of work on time, `defects` are units
            too late.
        on_time: whether it is units on time that were counted.
        dpu: defects per unit.
        dpmo: defects per million opportunities.
        yield_share: share of the opportunities without a defect, 0..1: the service's satisfaction.
        interval: between what that lies.
        sigma: the sigma level, shifted by 1.5; ``None`` where no defect was found, or nothing
            else.
    """

    id: str
    units: int
    opportunities: int
    defects: int
    on_time: bool
    dpu: float
    dpmo: float
    yield_share: float
    interval: Interval
    sigma: float | None


@dataclass(frozen=True, slots=True)
class RolledYield:
    """What comes through to an external customer without a defect, on the way that loses most.

    Attributes:
        customer: its id.
        services: ids of those on the way that were counted, from the source on.
        rolled: the product of their yields, 0..1.
        normalised: their geometric mean, 0..1.
        sigma: its sigma level, likewise.
    """

    customer: str
    services: tuple[str, ...]
    rolled: float
    normalised: float
    sigma: float | None


@dataclass(frozen=True, eq=False, repr=False)
class Defects(OfDiagnosis, Result[CountedService]):
    """How much of the work is right first time: made by `defects`.

    Attributes:
        diagnosis: of the chain.
        level: how sure the intervals are, 0..1.
        rows: a row for each service whose work was counted, the lowest yield first.
        ways: for each external customer to whom counted work leads, the way that loses most;
            the one with least left first.
    """

    diagnosis: Diagnosis
    level: float
    rows: tuple[CountedService, ...]
    ways: tuple[RolledYield, ...]

    row_kind = "service whose work was counted"
    row_type: ClassVar[type[Any] | None] = CountedService

    def _recipe(self) -> Recipe:
        return defects, (self.diagnosis, self.level)

    def _summary(self) -> str:
        return f"{len(self.rows)} services counted"

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        return {"level": self.level, "services": plain(self.rows), "ways": plain(self.ways)}


def defects(chain: ValueChain | Diagnosis, level: float = 0.95) -> Defects:
    """Say how much of the counted work is right first time, by service and down to the customer.

    Args:
        chain: the chain, or its diagnosis.
        level: how sure the intervals are, between 0 and 1.

    Raises:
        ArgumentError: `level` is no such number, or `chain` something else.

    >>> from valuechain import loads
    >>> found = defects(loads('''
    ... valuechain: 1
    ... teams:
    ...   press: {serves: {shop: {satisfaction: {units: 30000, opportunities: 15, defects: 350}}}}
    ... customers: {shop: }
    ... '''))
    >>> round(found[0].dpmo, 1), round(found[0].sigma, 3)
    (777.8, 4.664)
    """
    diagnosis = based_on(chain, "defects")
    sure = checked_level(level)
    counted = {
        service.id: counts
        for service in diagnosis.chain.services.values()
        if service.score is not None and (counts := service.score.counts) is not None
    }
    rows = [_row(service, counts, sure) for service, counts in counted.items()]
    rows.sort(key=lambda row: (row.yield_share, row.id))
    ways = sorted(_ways(diagnosis.solution, counted), key=lambda way: (way.rolled, way.customer))
    return Defects(diagnosis, sure, tuple(rows), tuple(ways))


def sigma_level(share: float) -> float | None:
    """The sigma level of a yield, with the customary shift; ``None`` for 0 and for 1.

    Args:
        share: the yield, 0..1.

    Raises:
        ArgumentError: it is no such share.

    >>> round(sigma_level(0.99472), 2)
    4.06
    """
    if not 0 <= share <= 1:
        raise ArgumentError(f"a yield of {share!r}: a fraction from 0 to 1")
    if share in (0, 1):
        return None
    return _NORMAL.inv_cdf(share) + SHIFT


def wilson(share: float, number: int, level: float) -> Interval:
    """Between what a share lies of which so many were counted.

    >>> [round(end, 4) for end in wilson(0.9, 10, 0.95)]
    [0.5958, 0.9821]
    """
    z = _NORMAL.inv_cdf((1 + level) / 2)
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    spread = sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    half = z * spread / (1 + z * z / number)
    return (middle - half if share > 0 else 0.0), (middle + half if share < 1 else 1.0)


def _row(service: str, counts: WorkCounts, level: float) -> CountedService:
    return CountedService(
        service,
        counts.units,
        counts.opportunities,
        counts.defects,
        counts.on_time,
        dpu=counts.defects / counts.units,
        dpmo=MILLION * counts.defects / counts.chances,
        yield_share=counts.right,
        interval=wilson(counts.right, counts.chances, level),
        sigma=sigma_level(counts.right),
    )


def _ways(solution: Solution, counted: dict[str, WorkCounts]) -> Iterator[RolledYield]:
    if not counted:
        return
    quality = np.ones(len(solution.chain.services))
    rights = [counts.right for counts in counted.values()]
    quality[solution.places(counted)] = rights
    for weakest, _ in weakest_and_strongest(solution, quality):
        way = tuple(service for service in weakest.services if service in counted)
        if way:
            yield _rolled(weakest, way)


def _rolled(route: Route, way: tuple[str, ...]) -> RolledYield:
    normalised = route.through ** (1 / len(way))
    return RolledYield(route.customer, way, route.through, normalised, sigma_level(normalised))
