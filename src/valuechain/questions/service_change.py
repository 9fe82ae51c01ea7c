"""What one service did to the outcome between two chains, and which are the same in both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from valuechain.analysis.verdict import Verdict
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Service
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.results import Shown
from valuechain.tolerances import FAVOUR, TIE, WORTH_NAMING

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
        quality: the part of it that its own quality did, the mean of both importances times the
            change of its own quality.
        position: the part that its position in the chain did, -(mean of what both own qualities
            lack) times the change of its importance; both sum to `part` for what was kept, and are
            0 for what was not.
        own_change: by how much its own score rose, or, where no customer was asked, its own
            quality; 0 where neither changed, and for what was not measured both times.
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
    own_change: float
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
    def did(self) -> bool:
        """Whether the service itself won or lost the customers something.

        It appeared or vanished, or its own score, or quality, changed and its part goes the same
        way; else it only shifted: what it receives, or its place in the chain, changed.
        """
        if self.fate != "kept":
            return True
        return self.own_change * self.part > 0 and abs(self.own_change) > FAVOUR

    @property
    def measured_once(self) -> bool:
        """Whether it was in both, and somebody was asked in one of them only."""
        measured = {self.verdict_before == "unmeasured", self.verdict_after == "unmeasured"}
        return self.fate == "kept" and len(measured) == 2

    @property
    def shifted(self) -> bool:
        """Whether others changed what is put down to it, by enough to be named."""
        itself = self.did or self.measured_once
        return not itself and abs(self.part) >= WORTH_NAMING

    @property
    def verdict_changed(self) -> bool:
        """Whether it was in both and is called something else now."""
        return self.fate == "kept" and self.verdict_before != self.verdict_after


def matched(before: ValueChain, after: ValueChain) -> list[tuple[str | None, str | None]]:
    """Pairs of ids of the same service, ``None`` for one that is not there.

    By what is delivered where that tells several services between two apart, then by id, then by
    who serves whom with what.
    """
    was = _told_apart(before, after)
    rest = before.services.keys() - set(was.values())
    was |= {name: name for name in after.services if name in rest and name not in was}
    rest -= set(was.values())
    waiting: dict[tuple[str, str, str], list[str]] = {}
    for name, service in before.services.items():
        if name in rest:
            waiting.setdefault(_ends(service), []).append(name)
    for name, service in after.services.items():
        if name not in was and (same := waiting.get(_ends(service))):
            was[name] = same.pop(0)
    gone = [name for names in waiting.values() for name in names]
    return [(was.get(name), name) for name in after.services] + [(name, None) for name in gone]


def _told_apart(before: ValueChain, after: ValueChain) -> dict[str, str]:
    """Ids now and then of services between two that say each what only they deliver, both times.

    Their ids are but their places in the file.
    """
    then, now = _several(before), _several(after)
    return {
        name: then[link][delivers]
        for link in now.keys() & then.keys()
        for delivers, name in now[link].items()
        if delivers in then[link]
    }


def _several(chain: ValueChain) -> dict[tuple[str, str], dict[str, str]]:
    """The ids of several services between two by what only they deliver, where all say so."""
    links: dict[tuple[str, str], list[Service]] = {}
    for service in chain.services.values():
        links.setdefault((service.provider, service.customer), []).append(service)
    told = {
        link: {each.delivers: each.id for each in services if each.delivers}
        for link, services in links.items()
        if len(services) > 1
    }
    return {link: ids for link, ids in told.items() if len(ids) == len(links[link])}


def _ends(service: Service) -> tuple[str, str, str]:
    return service.provider, service.customer, service.delivers


def _charged(row: ServiceDiagnosis) -> float:
    """What it costs the customers for each point of what it lacks of its own."""
    own = 1.0 - row.quality
    return row.contribution / own if own > TIE else row.importance


def change_of(
    before: Diagnosis, after: Diagnosis, old: str | None, new: str | None
) -> ServiceChange:
    """What the service that was called `old` and is called `new` did; ``None`` where it is not."""
    then, now = _row(before, old), _row(after, new)
    row = now or then
    assert row is not None
    costs = [each.contribution if each else 0.0 for each in (then, now)]
    quality = position = 0.0
    if then and now:
        quality = (_charged(then) + _charged(now)) / 2 * (now.quality - then.quality)
        position = costs[0] - costs[1] - quality
    return ServiceChange(
        *(row.id, row.provider, row.customer, row.delivers, _fate(then, now)),
        *(costs[0] - costs[1], quality, position, _own_change(before, after, then, now), old),
        *_numbers(then),
        *_numbers(now),
    )


def _own_change(
    before: Diagnosis,
    after: Diagnosis,
    then: ServiceDiagnosis | None,
    now: ServiceDiagnosis | None,
) -> float:
    """By how much its own score rose, or, where it was not asked both times, its own quality."""
    if then is None or now is None or "unmeasured" in (then.verdict, now.verdict):
        return 0.0  # that somebody asked changes nothing
    if before.was_asked(then.id) and after.was_asked(now.id):
        return now.satisfaction - then.satisfaction
    return now.quality - then.quality


def _row(diagnosis: Diagnosis, name: str | None) -> ServiceDiagnosis | None:
    if name is None:
        return None
    return diagnosis[name]


def _numbers(row: ServiceDiagnosis | None) -> Iterator[Any]:
    return (row and getattr(row, name) for name in _NUMBERS)


def _fate(then: ServiceDiagnosis | None, now: ServiceDiagnosis | None) -> Fate:
    if then is None:
        return "appeared"
    if now is None:
        return "vanished"
    return "kept"
