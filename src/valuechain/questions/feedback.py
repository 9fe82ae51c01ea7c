"""Who must hear? For each weak link who causes it, who suffers from it, whom to tell and thank.

Feedback goes both ways: to those who can change something, and back to those who were asked,
internal and external customers alike, also where nothing can be done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from valuechain.model.playbook import Playbook
from valuechain.questions.aspect_rows import aspect_rows
from valuechain.questions.diagnosis import WEAK, Diagnosis
from valuechain.questions.of_diagnosis import OfDiagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.results import Recipe, Result, plain
from valuechain.tolerances import DIGITS, WORTH_NAMING

Lacking: TypeAlias = tuple[tuple[str, float], ...]
"""Who, or through what, and how much, 0..1."""
_CAUSES = 3
"""Services behind an inherited shortfall that are named."""
_DECIDED = ("root cause", "symptom")
"""Verdicts on weak links of which it is known whose doing they are."""
_FELT = 0.005
"""What a party must lack for it to be named as one that suffers: half a point."""


@dataclass(frozen=True, slots=True)
class WeakLinkFeedback:
    """Who must hear of a weak link.

    Attributes:
        id: of the service.
        verdict: on it.
        contribution: what it costs the external customers by its own doing, 0..1.
        causes: ids of the services by whose own doing it lacks most, up to three, perhaps itself
            among them; with what each makes it lack, 0..1. None where that hangs on who was not
            asked.
        upstream: of a symptom, ids of the parties by whose own doing it inherits most, all that
            each delivers together: who adds most, and whoever adds at least half as much; with what
            each makes it lack, 0..1. Nobody of whom that hangs on what nobody measured.
        hanging: how much of what it inherits hangs on that, 0..1.
        suffers: ids of the parties that lack something through its own doing, those that lack most
            first; with how much, 0..1. External customers come first.
        tell: ids of the providers of those causes, and of those upstream, with something weak
            among it, or to start with; nobody whose doing hangs on what nobody measured.
        answer: id of the party that was asked, and is to hear what becomes of its answer; ``""``
            where an expert said it, or work was counted.
        can_act: whether a well-run provider would deliver better by its own doing.
        conversations: what may be said, by the playbook.
        answers: what may be said to the party that was asked.
    """

    id: str
    verdict: str
    contribution: float
    causes: Lacking
    upstream: Lacking
    hanging: float
    suffers: Lacking
    tell: tuple[str, ...]
    answer: str
    can_act: bool
    conversations: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thanks:
    """A provider all of whose measured services are on target, and none the step to start with.

    Attributes:
        party: its id.
        services: ids of its measured services.
        importance: how much they matter to the external customers together.
        conversations: what may be said, by the playbook.
    """

    party: str
    services: tuple[str, ...]
    importance: float
    conversations: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Feedback(OfDiagnosis, Result[WeakLinkFeedback]):
    """Who must hear what: made by `feedback`.

    Attributes:
        diagnosis: of the chain.
        playbook: what may be said.
        rows: a row for each weak link, those of the first step first, then what costs the customers
            most.
        thanks: the providers to thank, what matters most first.
    """

    diagnosis: Diagnosis
    playbook: Playbook
    rows: tuple[WeakLinkFeedback, ...]
    thanks: tuple[Thanks, ...]

    row_kind = "weak link"
    row_type: ClassVar[type[Any] | None] = WeakLinkFeedback

    @classmethod
    def of(cls, diagnosis: Diagnosis, playbook: Playbook) -> Feedback:
        """All that is to be said, by a playbook."""
        first = set(diagnosis.advice.services)
        weak = sorted(diagnosis.weak_links, key=lambda row: row.id not in first)
        spreads = diagnosis.solution.spreads([row.id for row in weak], _FELT)
        suffering = {service: _suffering(diagnosis, spread) for service, spread in spreads}
        start = frozenset(_start(diagnosis))
        doing = _Doing.of(diagnosis, start)
        rows = tuple(_row(diagnosis, playbook, row, suffering[row.id], doing) for row in weak)
        return cls(diagnosis, playbook, rows, tuple(_thanks(diagnosis, playbook, start)))

    @property
    def start(self) -> tuple[str, ...]:
        """Ids of the services of the first step that their providers could do better, if any."""
        return _start(self.diagnosis)

    def _recipe(self) -> Recipe:
        return Feedback.of, (self.diagnosis, self.playbook)

    def _summary(self) -> str:
        return f"{len(self.rows)} weak links, {len(self.thanks)} to thank"

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        return {"weak_links": plain(self.rows), "thanks": plain(self.thanks)}

    def _records(self, *, full: bool) -> tuple[list[dict[str, Any]], Sequence[str]]:
        records, names = super()._records(full=full)
        for record in records:
            for name in ("causes", "upstream", "suffers"):
                record[name] = [who for who, _ in record[name]]
        return records, names


@dataclass(frozen=True)
class _Doing:
    """Whose doing the services of a chain are.

    Attributes:
        provider: of each service.
        hanging: the services of which that hangs on who was not asked.
        told: those whose providers are told of them.
    """

    provider: Mapping[str, str]
    hanging: frozenset[str]
    told: frozenset[str]

    @classmethod
    def of(cls, diagnosis: Diagnosis, start: frozenset[str]) -> _Doing:
        """Of a diagnosis, and the services to start with."""
        weak = [row for row in diagnosis.services if row.verdict in WEAK]
        hanging = frozenset(row.id for row in weak if row.verdict == "undecided")
        told = start.union(row.id for row in weak if row.verdict in _DECIDED)
        services = diagnosis.chain.services.values()
        return cls({service.id: service.provider for service in services}, hanging, told)

    def upstream(self, row: ServiceDiagnosis, every: Lacking) -> tuple[Lacking, float]:
        """From whom a symptom inherits most; and how much of it hangs on who was not asked."""
        if row.verdict != "symptom":
            return (), 0.0
        sums: dict[str, float] = {}
        for cause, part in every:
            if cause not in self.hanging and cause != row.id:
                party = self.provider[cause]
                sums[party] = sums.get(party, 0.0) + part
        hanging = sum(part for cause, part in every if cause in self.hanging)
        least = max(WORTH_NAMING, max(sums.values(), default=0.0) / 2)
        most = sorted(sums.items(), key=lambda pair: (-round(pair[1], DIGITS), pair[0]))
        return tuple(party for party in most if party[1] >= least), hanging


def _row(
    diagnosis: Diagnosis,
    playbook: Playbook,
    row: ServiceDiagnosis,
    suffers: Lacking,
    doing: _Doing,
) -> WeakLinkFeedback:
    services = diagnosis.chain.services
    every = _every_cause(diagnosis, row)
    causes = tuple(cause for cause in every[:_CAUSES] if cause[1] >= WORTH_NAMING)
    upstream, hanging = doing.upstream(row, every)
    largest, main = dict(causes), dict(upstream)
    tell = dict.fromkeys(
        doing.provider[cause]
        for cause, _ in every
        if cause in doing.told and (cause in largest or doing.provider[cause] in main)
    )
    names = _names(diagnosis, playbook, row)
    ends = (row.provider, row.customer)
    others = [cause for cause in upstream if cause[0] not in ends]
    if others and others[0][1] >= hanging:
        names["cause"] = diagnosis.chain.parties[others[0][0]].name
    inside = all(diagnosis.chain.parties[party].kind == "team" for party in ends)
    answered = _has_answered(diagnosis, row.id)
    dragging = [
        each.aspect
        for each in aspect_rows(diagnosis.chain, services[row.id])
        if each.verdict == "drags"
    ]
    return WeakLinkFeedback(
        row.id,
        row.verdict,
        row.contribution,
        causes,
        upstream,
        hanging,
        suffers,
        tuple(tell),
        row.customer if answered else "",
        _can_act(diagnosis, row.id),
        playbook.suggests(row.verdict, dragging, names, inside=inside),
        playbook.suggests("answer", dragging, names) if answered else (),
    )


def _has_answered(diagnosis: Diagnosis, service: str) -> bool:
    """Whether its customer said how good it is: no expert did, and it is no counted work."""
    score = diagnosis.chain.services[service].satisfaction
    return diagnosis.was_asked(service) and score is not None and not score.scale.counted


def _start(diagnosis: Diagnosis) -> tuple[str, ...]:
    """The services of the first step that somebody is to hear of, on target or not."""
    first = diagnosis.advice.services
    decided = (each for each in first if diagnosis[each].verdict != "undecided")
    return tuple(each for each in decided if _can_act(diagnosis, each))


def _can_act(diagnosis: Diagnosis, service: str) -> bool:
    """Whether a well-run provider would deliver better by its own doing."""
    return diagnosis[service].quality < diagnosis.chain.services[service].reachable - WORTH_NAMING


def _names(diagnosis: Diagnosis, playbook: Playbook, row: ServiceDiagnosis) -> dict[str, str]:
    """What a conversation calls them."""
    parties = diagnosis.chain.parties
    return {
        "provider": parties[row.provider].name,
        "customer": parties[row.customer].name,
        "delivers": row.delivers or playbook.anything,
    }


def _every_cause(diagnosis: Diagnosis, row: ServiceDiagnosis) -> Lacking:
    """By whose own doing a service lacks, most first; nobody's where it is undecided."""
    if row.verdict == "undecided":
        return ()
    every = [(row.id, row.own_shortfall), *diagnosis.explain(row.id).sources]
    every.sort(key=lambda cause: (-round(cause[1], DIGITS), cause[0] != row.id, cause[0]))
    return tuple(every)


def _suffering(diagnosis: Diagnosis, spread: Mapping[str, float]) -> Lacking:
    """Who lacks something through a service's own doing, external customers first."""
    parties = diagnosis.chain.parties
    return tuple(
        sorted(
            spread.items(),
            key=lambda pair: (
                parties[pair[0]].kind != "customer",
                -round(pair[1], DIGITS),  # the last bits depend on the machine
                pair[0],
            ),
        )
    )


def _thanks(diagnosis: Diagnosis, playbook: Playbook, start: frozenset[str]) -> Iterator[Thanks]:
    measured: dict[str, list[ServiceDiagnosis]] = {}
    for row in diagnosis.services:
        if row.verdict != "unmeasured":
            measured.setdefault(row.provider, []).append(row)
    good = [
        rows
        for rows in measured.values()
        if all(row.verdict in ("sound", "shield") for row in rows)
    ]
    asked = {diagnosis[service].provider for service in start}
    good = [rows for rows in good if rows[0].provider not in asked]
    good.sort(key=lambda rows: (-sum(row.importance for row in rows), rows[0].provider))
    for rows in good:
        said = [row for row in rows if _has_answered(diagnosis, row.id)]
        most = max(said, key=lambda row: (row.importance, row.id), default=None)
        words = _names(diagnosis, playbook, most) if most else {}
        yield Thanks(
            rows[0].provider,
            tuple(row.id for row in rows),
            sum(row.importance for row in rows),
            playbook.suggests("thanks", (), words) if most else (),
        )
