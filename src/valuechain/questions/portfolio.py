"""Many organisations at once: how does each do, what is first in each, what is weak everywhere?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeAlias

from valuechain.model.chain import ValueChain
from valuechain.questions.diagnosis import Diagnosis, diagnose
from valuechain.questions.simulate import simulate
from valuechain.results import Interval, Recipe, Result, plain
from valuechain.tolerances import FAVOUR

_OFTEN = 0.5  # share of the sites with a service from which on it is weak everywhere


@dataclass(frozen=True, slots=True)
class WeakService:
    """A service that is below its target, in the names that a site uses.

    Attributes:
        provider, customer: what people call them.
        delivers: what, ``""`` where not said.
        weak: whether it is below its target.
        contribution: what it costs that site's customers, 0..1.
    """

    provider: str
    customer: str
    delivers: str
    weak: bool
    contribution: float


@dataclass(frozen=True, slots=True)
class Site:
    """How one organisation does.

    Attributes:
        id: the name of its file, or its place among the chains.
        title: the chain's.
        rank: 1 for the best outcome; ``None`` where that is not known.
        rank_range: which ranks it may have, its own among them: sites are told apart where their
            intervals do not meet, one without is taken as exact; ``None`` where none has one.
        outcome: satisfaction of its customers, 0..1, or ``None``.
        upper_bound: whether what nobody measured may lower it.
        interval: between what that lies, as `simulate` has it; ``None`` where no numbers of
            answers are known.
        target: what is aimed at, 0..1.
        first: what to do first, in names: who and whom, or the team or department alone; empty
            where there is nothing to do, or several must be fixed together.
        as_good: how many other steps are as good.
        worth: what that wins, 0..1.
        p_first: how often it is the first step over the draws, 0..1.
        coverage: share of total importance that lies on scored services, 0..1.
        problems: why it could not be read; empty for all that could.
    """

    id: str
    title: str = ""
    rank: int | None = None
    rank_range: tuple[int, int] | None = None
    outcome: float | None = None
    upper_bound: bool = False
    interval: Interval | None = None
    target: float | None = None
    first: tuple[str, ...] = ()
    as_good: int = 0
    worth: float | None = None
    p_first: float | None = None
    coverage: float | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommonWeakness:
    """A service that many sites have, and that is weak in most of them.

    Attributes:
        provider, customer, delivers: as the first of these sites calls them; capitals make no
            difference.
        sites: how many have it, with a score.
        weak: in how many it is below its target.
        contribution: what it costs the customers on average over these sites, 0..1.
    """

    provider: str
    customer: str
    delivers: str
    sites: int
    weak: int
    contribution: float


Seen: TypeAlias = tuple[Site, tuple[WeakService, ...]]
"""A site, and its measured services."""


@dataclass(frozen=True, eq=False, repr=False)
class Portfolio(Result[Site]):
    """How many organisations do: made by `portfolio`.

    Attributes:
        rows: a row for each, the lowest outcome first, then those of which none is known, then
            those that could not be read.
        everywhere: what is weak in at least half of the sites that have it, of two or more sites;
            what is weak in most sites first.
        draws: how often the scores were drawn, 0 for not at all.
        level: how sure the intervals are, 0..1.
    """

    rows: tuple[Site, ...]
    everywhere: tuple[CommonWeakness, ...]
    draws: int
    level: float

    row_kind = "site"
    row_type: ClassVar[type[Any] | None] = Site

    @classmethod
    def of(cls, found: Iterable[Seen], draws: int, level: float) -> Portfolio:
        """All sites together."""
        sites, services = [], []
        for site, measured in found:
            sites.append(site)
            services.append(measured)
        rows = sorted(_with_ranks(sites), key=_lowest_first)
        return cls(tuple(rows), tuple(_everywhere(services)), draws, level)

    def _recipe(self) -> Recipe:
        return Portfolio, (self.rows, self.everywhere, self.draws, self.level)

    def _summary(self) -> str:
        return f"{len(self.rows)} sites, {len(self.broken)} could not be read"

    @property
    def title(self) -> str:
        """None: each site has its own."""
        return ""

    @property
    def broken(self) -> tuple[Site, ...]:
        """The sites that could not be read."""
        return tuple(site for site in self.rows if site.problems)

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        return {
            "draws": self.draws,
            "level": self.level,
            "sites": plain(self.rows),
            "everywhere": plain(self.everywhere),
        }


def seen(name: str, chain: ValueChain, draws: int, seed: int, level: float) -> Seen:
    """How one organisation does; `draws` are 0 where it is not to be simulated."""
    diagnosis = diagnose(chain)
    advice, parties = diagnosis.advice, chain.parties
    site = Site(
        name,
        chain.title,
        outcome=diagnosis.outcome,
        upper_bound=diagnosis.upper_bound,
        target=chain.target,
        first=_in_names(diagnosis) if advice.first else (),
        as_good=max(0, len(advice.first) - 1),
        worth=advice.gain if advice.services else None,
        coverage=diagnosis.coverage,
    )
    services = tuple(
        WeakService(
            parties[row.provider].name,
            parties[row.customer].name,
            row.delivers,
            row.satisfaction < row.target - FAVOUR,
            row.contribution,
        )
        for row in diagnosis.rows
        if row.verdict != "unmeasured"
    )
    if draws and diagnosis.outcome is not None and _is_sampled(chain):
        site = _so_sure(site, diagnosis, draws, seed, level)
    return site, services


def _in_names(diagnosis: Diagnosis) -> tuple[str, ...]:
    """The first step: a link, a team or a department."""
    parties, step = diagnosis.chain.parties, diagnosis.advice.first[0]
    return tuple(parties[name].name if name in parties else name for name in step.name)


def _is_sampled(chain: ValueChain) -> bool:
    """Whether draws differ: by answers, by what nobody measured, or by dependence."""
    return any(
        service.score is None or service.score.responses or service.dependence_range
        for service in chain.services.values()
    )


def _so_sure(site: Site, diagnosis: Diagnosis, draws: int, seed: int, level: float) -> Site:
    simulation = simulate(diagnosis, draws, seed, level)
    if diagnosis.advice.kind != "links":
        return replace(site, interval=simulation.outcome)
    first = diagnosis.advice.first[0]
    often = next(step.p_first for step in simulation.steps if step.id == first.id)
    return replace(site, interval=simulation.outcome, p_first=often)


def _lowest_first(site: Site) -> tuple[bool, bool, float, str]:
    return bool(site.problems), site.outcome is None, site.outcome or 0.0, site.id


def _with_ranks(sites: list[Site]) -> Iterator[Site]:
    known = [site for site in sites if site.outcome is not None]
    drawn = any(site.interval for site in known)
    ends = [_span(site) for site in known]
    for site in sites:
        if site.outcome is None:
            yield site
            continue
        rank = 1 + sum((other.outcome or 0.0) > site.outcome + FAVOUR for other in known)
        ranks = None
        if drawn:
            best, worst = _between(_span(site), ends)
            ranks = min(best, rank), max(worst, rank)
        yield replace(site, rank=rank, rank_range=ranks)


def _span(site: Site) -> Interval:
    """Between what its outcome lies: exactly what it is where no numbers of answers are known."""
    outcome = site.outcome or 0.0
    return site.interval or (outcome, outcome)


def _between(interval: Interval, ends: list[Interval]) -> tuple[int, int]:
    """The best and the worst rank that an interval leaves open among others."""
    surely_better = sum(low > interval[1] for low, _ in ends)
    surely_worse = sum(high < interval[0] for _, high in ends)
    return 1 + surely_better, len(ends) - surely_worse


def _everywhere(services: list[tuple[WeakService, ...]]) -> list[CommonWeakness]:
    """What is weak in at least half of the sites that have it."""
    sites: dict[tuple[str, str, str], list[list[WeakService]]] = {}
    for measured in services:
        here: dict[tuple[str, str, str], list[WeakService]] = {}
        for service in measured:
            here.setdefault(_name(service), []).append(service)
        for name, alike in here.items():
            sites.setdefault(name, []).append(alike)
    common = [_common(every) for every in sites.values() if len(every) > 1]
    found = [each for each in common if each.weak >= max(2, _OFTEN * each.sites)]
    return sorted(found, key=lambda each: (-each.weak, -each.contribution, each.provider))


def _name(service: WeakService) -> tuple[str, str, str]:
    """What a service is known by everywhere."""
    provider, customer = service.provider.casefold(), service.customer.casefold()
    return provider, customer, service.delivers.casefold()


def _common(sites: list[list[WeakService]]) -> CommonWeakness:
    first = sites[0][0]
    costs = sum(service.contribution for alike in sites for service in alike)
    return CommonWeakness(
        first.provider,
        first.customer,
        first.delivers,
        len(sites),
        sum(any(service.weak for service in alike) for alike in sites),
        costs / len(sites),
    )
