"""Whom and what a row of a survey means in a chain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from valuechain.model.chain import ValueChain
from valuechain.model.names import PartyNames
from valuechain.model.parts import Service
from valuechain.model.texts import Said
from valuechain.problems import ArgumentError, Problem, nearest, quoted
from valuechain.survey.rows import SurveyRow


def unmatched(chain: ValueChain, rows: Iterable[SurveyRow]) -> list[Problem]:
    """What is wrong with the services that these rows name."""
    return matched(chain, rows)[1]


def matched(
    chain: ValueChain, rows: Iterable[SurveyRow]
) -> tuple[list[tuple[SurveyRow, str]], list[Problem]]:
    """Each row with the id of its service, and what cannot be matched.

    Raises:
        ArgumentError: `chain` is none.
    """
    check_chain(chain)
    services = _Services(chain)
    found: list[tuple[SurveyRow, str]] = []
    problems: list[Problem] = []
    for row in rows:
        service = services.meant(row)
        if isinstance(service, str):
            found.append((row, service))
        else:
            problems += service
    unique = {(problem.message, problem.heading): problem for problem in reversed(problems)}
    return found, sorted(unique.values(), key=_place_of)


def in_ids(chain: ValueChain, rows: Iterable[SurveyRow]) -> list[SurveyRow]:
    """The rows with their parties by id; what cannot be matched stays as it is."""
    rows = list(rows)
    meant = {id(row): chain.services[service] for row, service in matched(chain, rows)[0]}
    return [
        replace(row, provider=found.provider, customer=found.customer)
        if (found := meant.get(id(row)))
        else row
        for row in rows
    ]


def check_chain(chain: object) -> None:
    """Refuse what is no chain.

    Raises:
        ArgumentError: it is none.
    """
    if not isinstance(chain, ValueChain):
        message = f"a survey is of a ValueChain, not of {type(chain).__name__}"
        raise ArgumentError(f"{message}: make it with load(path) or loads(text)")


def _place_of(problem: Problem) -> tuple[int, int]:
    return problem.line or 0, problem.column or 0


class _Services:
    """Services by what rows say of them, each for one row of an aspect."""

    def __init__(self, chain: ValueChain) -> None:
        self._chain, self._parties = chain, _Parties(chain.parties)
        self._taken: dict[tuple[str, str], SurveyRow] = {}
        self._between: dict[tuple[str, str], list[Service]] = {}
        for service in chain.services.values():
            self._between.setdefault((service.provider, service.customer), []).append(service)

    def meant(self, row: SurveyRow) -> str | list[Problem]:
        """The id of the service that a row means, or why there is none."""
        provider, customer = self._parties.find(row.provider), self._parties.find(row.customer)
        if provider is None or customer is None:
            return self._parties.problems(row)
        found = _one_of(self._between.get((provider, customer), []), row)
        if not isinstance(found, str):
            return [_at(row.place, "provider", *found)]
        people = self._chain.parties[customer].people
        if people is not None and row.responses > people:
            return [_too_many(row, found, people)]
        earlier = self._taken.setdefault((found, row.aspect), row)
        if earlier is not row:
            return [_named_twice(row, found, earlier)]
        return found


def _too_many(row: SurveyRow, service: str, people: int) -> Problem:
    answers = f"{row.responses} answers about {quoted(service)}"
    message = f"{answers}, but {quoted(row.customer)} has only {people} people"
    return _at(row.place, "customer", message, "correct 'people', or the answers")


def _named_twice(row: SurveyRow, service: str, earlier: SurveyRow) -> Problem:
    message = f"{quoted(service)} is named in two ways"
    return _at(row.place, "provider", message, f"row {earlier.place.line} has it too")


class _Parties(PartyNames):
    """Parties by id or by name, and why a word means none of them."""

    def problems(self, row: SurveyRow) -> list[Problem]:
        """Why the words of a row mean no parties."""
        ends = (("provider", row.provider), ("customer", row.customer))
        return [
            _at(row.place, column, *self._fault(word))
            for column, word in ends
            if self.find(word) is None
        ]

    def _fault(self, word: str) -> Said:
        several = [
            party.id
            for party in self._parties.values()
            if word.casefold() in (party.id.casefold(), party.name.casefold())
        ]
        if several:
            hint = f"write the id: {', '.join(map(quoted, several[:5]))}"
            return f"{quoted(word)} names {len(several)} parties", hint
        known = dict.fromkeys(
            known for party in self._parties.values() for known in (party.id, party.name)
        )
        hint = nearest(word, known) or "add it to the chain, or correct the name"
        return f"the chain has no party {quoted(word)}", hint


def _at(place: Problem, column: str, message: str, hint: str) -> Problem:
    """A problem in the row of `place`: in another column, or in its cell of an export."""
    if place.heading != "provider":
        return replace(place, message=message, hint=hint)
    return replace(place, message=message, hint=hint, heading=column, column=None)


def _one_of(services: list[Service], row: SurveyRow) -> str | Said:
    """The one service that a row means, or why there is none."""
    way = f"{quoted(row.provider)} to {quoted(row.customer)}"
    if not services:
        return f"no service runs from {way}", "add it to the chain, or correct the names"
    wanted = row.delivers.casefold()
    named = [
        service
        for service in services
        if wanted in (service.delivers.casefold(), service.id.casefold())
    ]
    if len(named) == 1:
        return named[0].id
    if len(services) == 1 and not (wanted and services[0].delivers):
        return services[0].id
    if not wanted or named:
        some = ", ".join(quoted(service.delivers or service.id) for service in services[:5])
        hint = f"say which in a column 'delivers': {some}"
        return f"{len(services)} services run from {way}", hint
    words = [service.delivers for service in services if service.delivers]
    hint = nearest(row.delivers, words) or f"there is {', '.join(map(quoted, words[:5]))}"
    return f"no service from {way} delivers {quoted(row.delivers)}", hint
