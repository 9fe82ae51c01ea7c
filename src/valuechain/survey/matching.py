"""Whom and what a row of a survey means in a chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from valuechain.model.chain import ValueChain
from valuechain.model.parts import Party, Service
from valuechain.problems import Fault, Problem, nearest, quoted
from valuechain.survey.rows import SurveyRow

Found: TypeAlias = list[tuple[SurveyRow, str]]
"""Rows, each with the id of its service."""
_SOME = 5  # names in a hint


def unmatched(chain: ValueChain, rows: Iterable[SurveyRow]) -> list[Problem]:
    """What is wrong with the services that these rows name."""
    return matched(chain, rows)[1]


def matched(chain: ValueChain, rows: Iterable[SurveyRow]) -> tuple[Found, list[Problem]]:
    """Each row with the id of its service, and what cannot be matched."""
    matching = _Matching(chain)
    found: Found = []
    problems: list[Problem] = []
    for row in rows:
        faults = list(matching.lost(row))
        if not faults:
            try:
                found.append((row, matching.service_of(row)))
            except Fault as fault:
                faults = [fault]
        problems += [_in_row(row, fault) for fault in faults]
    unique = {(problem.message, problem.heading): problem for problem in reversed(problems)}
    return found, sorted(unique.values(), key=_place)


def _in_row(row: SurveyRow, fault: Fault) -> Problem:
    """A problem in the row of a table, in the column that the fault names."""
    return replace(
        row.place, message=fault.message, hint=fault.hint, heading=fault.place, column=None
    )


def _place(problem: Problem) -> tuple[int, int]:
    return problem.line or 0, problem.column or 0


class _Matching:
    """Rows of a survey, matched with the services of a chain one after the other."""

    def __init__(self, chain: ValueChain) -> None:
        self.chain = chain
        self.parties = _Parties(chain.parties)
        self.between: dict[tuple[str | None, str | None], list[Service]] = {}
        for service in chain.services.values():
            self.between.setdefault((service.provider, service.customer), []).append(service)
        self.taken: dict[tuple[str, str], SurveyRow] = {}

    def lost(self, row: SurveyRow) -> Iterable[Fault]:
        """Parties that the chain does not have."""
        for column in ("provider", "customer"):
            word = getattr(row, column)
            if self.parties.find(word) is None:
                yield Fault(*self.parties.why_not(word), column)

    def service_of(self, row: SurveyRow) -> str:
        """The one service that a row of known parties means.

        Raises:
            Fault: there is none, it has fewer customers than answers, or another row had it.
        """
        ends = self.parties.find(row.provider), self.parties.find(row.customer)
        found = _one_of(self.between.get(ends, []), row)
        people = self.chain.parties[found.customer].people
        if people is not None and row.responses > people:
            answers = f"{row.responses} answers about {quoted(found.id)}"
            message = f"{answers}, but {quoted(row.customer)} has only {people} people"
            raise Fault(message, "correct 'people', or the answers", "customer")
        if earlier := self.taken.get((found.id, row.aspect)):
            hint = f"row {earlier.place.line} has it too"
            raise Fault(f"{quoted(found.id)} is named in two ways", hint, "provider")
        self.taken[found.id, row.aspect] = row
        return found.id


class _Parties:
    """Parties by id, or by a name that only one of them has."""

    def __init__(self, parties: Mapping[str, Party]) -> None:
        self._parties = parties
        self._names: dict[str, str | None] = {}
        for party in parties.values():
            for word in {party.id.casefold(), party.name.casefold()}:
                self._names[word] = None if word in self._names else party.id

    def find(self, word: str) -> str | None:
        if word in self._parties:
            return word
        return self._names.get(word.casefold())

    def why_not(self, word: str) -> tuple[str, str]:
        """Why a word names no party, and what would."""
        every = self._parties.values()
        folded = word.casefold()
        several = [one.id for one in every if folded in (one.id.casefold(), one.name.casefold())]
        if several:
            ids = ", ".join(map(quoted, several[:_SOME]))
            return f"{quoted(word)} names {len(several)} parties", f"write the id: {ids}"
        known = dict.fromkeys(name for party in every for name in (party.id, party.name))
        hint = nearest(word, known) or "add it to the chain, or correct the name"
        return f"the chain has no party {quoted(word)}", hint


def _one_of(services: list[Service], row: SurveyRow) -> Service:
    """The one service that a row means, of those between its parties.

    Raises:
        Fault: there is none, or several.
    """
    way = f"{quoted(row.provider)} to {quoted(row.customer)}"
    if not services:
        hint = "add it to the chain, or correct the names"
        raise Fault(f"no service runs from {way}", hint, "provider")
    wanted = row.delivers.casefold()
    named = [one for one in services if wanted in (one.delivers.casefold(), one.id.casefold())]
    if len(named) == 1:
        return named[0]
    if len(services) == 1 and not (wanted and services[0].delivers):
        return services[0]
    if not wanted or named:
        some = ", ".join(quoted(service.delivers or service.id) for service in services[:_SOME])
        message = f"{len(services)} services run from {way}"
        raise Fault(message, f"say which in a column 'delivers': {some}", "provider")
    words = [service.delivers for service in services if service.delivers]
    hint = nearest(row.delivers, words) or f"there is {', '.join(map(quoted, words[:_SOME]))}"
    raise Fault(f"no service from {way} delivers {quoted(row.delivers)}", hint, "provider")
