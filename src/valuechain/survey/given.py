"""Who answered what? One answer of each known person about each service."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from valuechain.model.chain import ValueChain
from valuechain.model.names import PartyNames
from valuechain.solve.network import Floats, Ints
from valuechain.survey.pairs import Pairs, pairs
from valuechain.survey.raters import RaterCorrelation, rater_correlation
from valuechain.survey.repeats import RepeatedAnswers, repeated


class Asked(NamedTuple):
    """A service as a whole, in one wave, in the words of a table."""

    provider: str
    customer: str
    delivers: str
    wave: str


@dataclass(frozen=True, eq=False)
class Given:
    """Answers of known people, one a person, service and wave.

    Attributes:
        asked: what was asked about.
        about: (answers,) which of these.
        person: (answers,) who, numbered from 0, the same in every wave.
        worth: (answers,) how satisfied, 0..1.
    """

    asked: tuple[Asked, ...]
    about: Ints
    person: Ints
    worth: Floats

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Given):
            return NotImplemented
        return self._content() == other._content()

    def __hash__(self) -> int:
        return hash((self.asked, len(self.about)))

    def _content(self) -> tuple[object, ...]:
        return self.asked, self.about.tolist(), self.person.tolist(), self.worth.tolist()

    def in_ids(self, chain: ValueChain) -> Given:
        """The same with parties by id, where the chain has them."""
        parties = PartyNames(chain.parties)
        ids = {word: parties.find(word) or word for one in self.asked for word in one[:2]}
        asked = (
            one._replace(provider=ids[one.provider], customer=ids[one.customer])
            for one in self.asked
        )
        return replace(self, asked=tuple(asked))

    @cached_property
    def raters(self) -> RaterCorrelation | None:
        """How alike one person's answers are, of each party and wave by itself."""
        party = _numbers([(one.customer, one.wave) for one in self.asked])[self.about]
        who = self.person * (int(party.max(initial=0)) + 1) + party
        return rater_correlation(self.worth, who, self.about, party)

    def pairs(self, before: Asked, after: Asked) -> Pairs:
        """How the answers of the people who answered both times changed."""
        return pairs(*(self._answers(one) for one in (before, after)))

    @cached_property
    def repeated(self) -> RepeatedAnswers | None:
        """How far the same people's answers vary from one wave to the next."""
        waves: dict[tuple[str, str, str], list[Asked]] = {}
        for one in self.asked:
            waves.setdefault(one[:3], []).append(one)
        return repeated(self._rises(*both) for asked in waves.values() for both in pairwise(asked))

    def people(self) -> dict[tuple[str, str], frozenset[int]]:
        """Who answered, by the party asked and the wave."""
        found: dict[tuple[str, str], set[int]] = {}
        for one, mine in zip(self.asked, self._of_each, strict=True):
            who = found.setdefault((one.customer, one.wave), set())
            who.update(self.person[mine].tolist())
        return {party: frozenset(who) for party, who in found.items()}

    def _rises(self, before: Asked, after: Asked) -> Floats:
        """By how much more satisfied each is who answered both times."""
        then, now = self._answers(before), self._answers(after)
        return np.array([now[person] - then[person] for person in then.keys() & now.keys()])

    def _answers(self, one: Asked) -> dict[int, float]:
        """Who answered what about it."""
        mine = self._of_each[self._number[one]]
        return dict(zip(self.person[mine].tolist(), self.worth[mine].tolist(), strict=True))

    @cached_property
    def _of_each(self) -> list[Ints]:
        """The answers about each."""
        order = np.argsort(self.about, kind="stable")
        ends = np.cumsum(np.bincount(self.about, minlength=len(self.asked)))
        return np.split(order, ends[:-1])

    @cached_property
    def _number(self) -> dict[Asked, int]:
        return {one: number for number, one in enumerate(self.asked)}


def _numbers(things: list[tuple[str, str]]) -> Ints:
    """A number for each thing, from 0, the same for equal ones."""
    numbers: dict[tuple[str, str], int] = {}
    return np.array([numbers.setdefault(thing, len(numbers)) for thing in things], dtype=np.intp)
