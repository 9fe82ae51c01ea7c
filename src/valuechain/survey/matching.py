"""Whom and what a row of a survey means in a chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from valuechain.model.chain import ValueChain
from valuechain.model.parts import Party, Service
from valuechain.problems import Problem, nearest, quoted
from valuechain.survey.rows import SurveyRow


def unmatched(chain: ValueChain, rows: Iterable[SurveyRow]) -> list[Problem]:
    """What is wrong with the services that these rows name."""
    return matched(chain, rows)[1]


def matched(
    chain: ValueChain, rows: Iterable[SurveyRow]
) -> tuple[list[tuple[SurveyRow, str]], list[Problem]]:
    """Each row with the id of its service, and what cannot be matched."""
    parties = _Parties(chain.parties)
    between: dict[tuple[str, str], list[Service]] = {}
    for service in chain.services.values():
        between.setdefault((service.provider, service.customer), []).append(service)
    found_rows, problems, taken = [], [], dict[tuple[str, str], SurveyRow]()
    for row in rows:
        ends = [
            (parties.find(row.provider), row.provider, "provider"),
            (parties.find(row.customer), row.customer, "customer"),
        ]
        lost = [(name, column) for found, name, column in ends if found is None]
        if lost:
            problems += [parties.problem(row.place, name, column) for name, column in lost]
            continue
        found, fault = _one_of(between.get((str(ends[0][0]), str(ends[1][0])), []), row)
        people = chain.parties[str(ends[1][0])].people
        if found is not None and people is not None and row.responses > people:
            problems.append(_too_many(row, found, people))
            continue
        if found is not None and (found, row.aspect) in taken:
            fault = (
                f"{quoted(found)} is named in two ways",
                f"row {taken[found, row.aspect].place.line} has it too",
            )
        if fault is not None:
            problems.append(_at(row.place, "provider", *fault))
        else:
            assert found is not None  # there is a service, or a fault
            taken[found, row.aspect] = row
            found_rows.append((row, found))
    unique = {(problem.message, problem.heading): problem for problem in reversed(problems)}
    return found_rows, sorted(
        unique.values(), key=lambda problem: (problem.line or 0, problem.column or 0)
    )


def _too_many(row: SurveyRow, service: str, people: int) -> Problem:
    message = f"{row.responses} answers about {quoted(service)}, but {quoted(row.customer)} has only {people} people"
    return _at(row.place, "customer", message, "correct 'people', or the answers")


class _Parties:
    """Parties by id, or by a name that only one of them has."""

    def __init__(self, parties: Mapping[str, Party]) -> None:
        self._parties = parties
        self._names: dict[str, str | None] = {}
        for party in parties.values():
            for word in {party.id.casefold(), party.name.casefold()}:
                self._names[word] = None if word in self._names else party.id

    def find(self, word: str) -> str | None:
        return word if word in self._parties else self._names.get(word.casefold())

    def problem(self, place: Problem, word: str, column: str) -> Problem:
        several = [
            party.id
            for party in self._parties.values()
            if word.casefold() in (party.id.casefold(), party.name.casefold())
        ]
        if several:
            return _at(
                place,
                column,
                f"{quoted(word)} names {len(several)} parties",
                f"write the id: {', '.join(map(quoted, several[:5]))}",
            )
        known = dict.fromkeys(
            word for party in self._parties.values() for word in (party.id, party.name)
        )
        return _at(
            place,
            column,
            f"the chain has no party {quoted(word)}",
            nearest(word, known) or "add it to the chain, or correct the name",
        )


def _at(place: Problem, column: str, message: str, hint: str) -> Problem:
    """A problem in the row of `place`, in another column."""
    return replace(place, message=message, hint=hint, heading=column, column=None)


def _one_of(services: list[Service], row: SurveyRow) -> tuple[str | None, tuple[str, str] | None]:
    """The one service that a row means, or why there is none (message, hint)."""
    way = f"{quoted(row.provider)} to {quoted(row.customer)}"
    if not services:
        return None, (f"no service runs from {way}", "add it to the chain, or correct the names")
    wanted = row.delivers.casefold()
    named = [
        service
        for service in services
        if wanted in (service.delivers.casefold(), service.id.casefold())
    ]
    if len(named) == 1:
        return named[0].id, None
    if not wanted and len(services) == 1:
        return services[0].id, None
    if not wanted or len(named) > 1:
        some = ", ".join(quoted(service.delivers or service.id) for service in services[:5])
        return None, (
            f"{len(services)} services run from {way}",
            f"say which in a column 'delivers': {some}",
        )
    if len(services) == 1 and not services[0].delivers:
        return services[0].id, None
    words = [service.delivers for service in services if service.delivers]
    return None, (
        f"no service from {way} delivers {quoted(row.delivers)}",
        nearest(row.delivers, words) or f"there is {', '.join(map(quoted, words[:5]))}",
    )
