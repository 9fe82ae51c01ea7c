"""What a survey found: for each question its score, and the chain with the scores filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from valuechain.model.chain import ValueChain
from valuechain.model.score import Score
from valuechain.problems import ArgumentError, FormatError, quoted, unknown
from valuechain.results import Result, at_position, data_frame, plain
from valuechain.survey.given import Asked, Given
from valuechain.survey.matching import check_chain, in_ids, matched
from valuechain.survey.pairs import Pairs
from valuechain.survey.raters import RaterCorrelation
from valuechain.survey.remarks import Filling, alike, vary
from valuechain.survey.repeats import RepeatedAnswers
from valuechain.survey.response_rates import ResponseRate, response_rates
from valuechain.survey.rows import SurveyRow
from valuechain.survey.small_groups import LEVELS, answers, groups, mean, not_shown

if TYPE_CHECKING:
    import pandas

_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?")
MIN_RESPONSES = 5
"""Answers below which a group is small."""


@dataclass(frozen=True, eq=False, repr=False)
class Survey(Result[SurveyRow]):
    """The scores that answers make, as a value: made by `read_survey`.

    Attributes:
        rows: one for each question and wave, in the order of the table.
        min_responses: answers below which a group is small.
        notes: what was read in a way that is worth knowing, as sentences.
        file: the name of the table, ``""`` where it has none.
        given: who answered what; ``None`` where nobody knows, or leniency was removed.
    """

    rows: tuple[SurveyRow, ...]
    min_responses: int = MIN_RESPONSES
    notes: tuple[str, ...] = ()
    file: str = ""
    given: Given | None = None

    def _summary(self) -> str:
        return f"{self.answers} answers, {len(self.rows)} scores"

    @property
    def title(self) -> str:
        """The table's name."""
        return self.file

    def __getitem__(self, key: Any) -> Any:
        """The row at a position."""
        return at_position(self.rows, key, "a row")

    @property
    def raters(self) -> RaterCorrelation | None:
        """How alike one person's answers about several services are.

        ``None`` where fewer than ten people are known to have given several.
        """
        if self.given is None:
            return None
        return self.given.raters

    @property
    def repeated(self) -> RepeatedAnswers | None:
        """How far the same people's answers vary from wave to wave.

        ``None`` where fewer than twenty answers are known to have been given twice.
        """
        if self.given is None:
            return None
        return self.given.repeated

    @cached_property
    def answers(self) -> int:
        """How many answers there are."""
        return sum(row.responses for row in self.rows if not row.from_aspects)

    @cached_property
    def waves(self) -> tuple[str, ...]:
        """The waves, the latest last.

        By their numbers where these are all that tells them apart, else as the table has them.
        """
        found = tuple(dict.fromkeys(row.wave for row in self.rows))
        if not _numbered(found):
            return found
        return tuple(sorted(found, key=_numbers))

    @property
    def in_order(self) -> bool:
        """Whether it is known which of the waves is later."""
        return _numbered(self.waves)

    @cached_property
    def small(self) -> tuple[SurveyRow, ...]:
        """Those with fewer answers than `min_responses`."""
        return tuple(row for row in self.rows if row.responses < self.min_responses)

    def of_wave(self, wave: str | None = None) -> tuple[SurveyRow, ...]:
        """The rows of one wave, the latest unless said otherwise.

        Raises:
            UnknownNameError: there is no such wave.
            ArgumentError: nobody can tell which wave is the latest.
        """
        if wave is None:
            wave = self._latest()
        if str(wave) not in self.waves:
            raise unknown("wave", wave, filter(None, self.waves))
        return tuple(row for row in self.rows if row.wave == str(wave))

    def _latest(self) -> str:
        if not self.in_order:
            names = ", ".join(map(quoted, self.waves))
            raise ArgumentError(f"which wave is meant? There are {names}: name one")
        return self.waves[-1]

    def withheld(self, wave: str | None = None) -> tuple[SurveyRow, ...]:
        """The rows of a wave that are not shown to a client.

        Small groups, and what would give them away by subtraction. The scores of one service add up
        to its score where that was made from them; the answers about one provider, and those of one
        customer, to what `totals` tells.
        """
        rows = self.of_wave(wave)
        hidden, _ = not_shown(rows, self.min_responses)
        return tuple(row for at, row in enumerate(rows) if at in hidden)

    def _left_out(
        self, chain: ValueChain, wave: str | None, *, withhold: bool
    ) -> frozenset[SurveyRow]:
        """What is `withheld`, where anything is, whatever a party is called in each row."""
        if not withhold:
            return frozenset()
        rows = self.of_wave(wave)
        hidden, _ = not_shown(in_ids(chain, rows), self.min_responses)
        return frozenset((*self.withheld(wave), *(rows[at] for at in hidden)))

    @cached_property
    def hidden(self) -> frozenset[SurveyRow]:
        """What is `withheld` in any wave."""
        return frozenset(row for wave in self.waves for row in self.withheld(wave))

    def totals(
        self, by: str, wave: str | None = None, *, withhold: bool = False
    ) -> dict[str, tuple[float | None, int]]:
        """Mean satisfaction and number of answers by provider or by customer.

        Over the services that were asked about as a whole.

        Args:
            by: ``provider`` or ``customer``.
            wave: the latest unless said otherwise.
            withhold: ``None`` for the satisfaction that would tell what a small group answered.

        Raises:
            UnknownNameError: there is no such level, or no such wave.
        """
        if by not in LEVELS:
            raise unknown(f"level to sum up by (there are {' and '.join(LEVELS)})", by, LEVELS)
        rows = self.of_wave(wave)
        means: dict[str, float | None] = {
            name: mean(rows, at) for name, at in groups(rows, by).items()
        }
        if withhold:
            _, closed = not_shown(rows, self.min_responses)
            means |= {name: None for level, name in closed if level == by}
        return {name: (means[name], answers(rows, at)) for name, at in groups(rows, by).items()}

    def apply(
        self, chain: ValueChain, wave: str | None = None, *, withhold: bool = False
    ) -> ValueChain:
        """The chain with the scores of one wave filled in.

        They take the place of the scores and of all aspects that the services had, and `raters`
        that of the chain's `rater_correlation`. Services that nobody was asked about stay as they
        are.
        Parties are named by id or by name; where several services run between the same two,
        `delivers` says which.

        Args:
            chain: to fill in.
            wave: the latest unless said otherwise; as the table has it, a text.
            withhold: leave out what `withheld` names: such services are then not measured.

        Raises:
            FormatError: parties or services that the chain does not have, or more answers than
                people; every one of them.
            UnknownNameError: there is no such wave.
            ArgumentError: `chain` is no ValueChain, or nobody can tell which wave is the latest.
        """
        left_out = self._left_out(chain, wave, withhold=withhold)
        found, problems = matched(chain, self.of_wave(wave))
        if problems:
            raise FormatError(problems)
        changes: dict[str, dict[str, Any]] = {}
        for row, asked in found:
            own = changes.setdefault(asked, {"aspects": ()})
            own |= _change(row, own["aspects"], left_out=row in left_out)
        filled = _changed(chain, changes)
        raters = self._raters_in(chain)
        if raters is None:
            return filled
        return replace(filled, rater_correlation=round(raters.value, 2))

    def _raters_in(self, chain: ValueChain) -> RaterCorrelation | None:
        """The `raters`, whatever a party of the chain is called in each row."""
        return None if self.given is None else self.given.in_ids(chain).raters

    def per_wave(self, chain: ValueChain, waves: Sequence[str]) -> tuple[ValueChain, ...]:
        """The chain with each of these waves, to be compared.

        What one of them did not ask about is not measured in it. Services that none of them asked
        about keep the scores they have.

        Raises:
            FormatError, UnknownNameError, ArgumentError: as `apply`.
        """
        check_chain(chain)
        if not isinstance(waves, Iterable):
            raise ArgumentError(f"waves are names such as ['2025', '2026'], not {waves!r:.60}")
        waves = list(waves)
        asked = {service for wave in waves for _, service in matched(chain, self.of_wave(wave))[0]}
        blank = {"satisfaction": None, "quality": None, "aspects": ()}
        unmeasured = _changed(chain, dict.fromkeys(asked, blank))
        return tuple(self.apply(unmeasured, wave) for wave in waves)

    def pairs(self, chain: ValueChain, before: str, after: str) -> dict[str, Pairs]:
        """For each service of the chain, how the answers of the same people changed.

        Of those that people are known to have answered about in both waves.

        Raises:
            UnknownNameError: there is no such wave.
            ArgumentError: as `apply`.
        """
        then, now = (self._asked(chain, wave) for wave in (before, after))
        if self.given is None:
            return {}
        found = {
            service: self.given.pairs(then[service], one)
            for service, one in now.items()
            if service in then
        }
        return {service: each for service, each in found.items() if each.people}

    def response_rates(self, chain: ValueChain, wave: str | None = None) -> dict[str, ResponseRate]:
        """How many of each party answered, by its id, where the chain says its people.

        Args:
            chain: that was asked about.
            wave: the latest unless said otherwise.

        Raises:
            UnknownNameError: there is no such wave.
            ArgumentError: as `apply`.
        """
        return response_rates(chain, matched(chain, self.of_wave(wave))[0], self._people)

    @cached_property
    def _people(self) -> dict[tuple[str, str], frozenset[int]]:
        """Which known people answered, by party and wave."""
        return {} if self.given is None else self.given.people()

    def _asked(self, chain: ValueChain, wave: str) -> dict[str, Asked]:
        """What was asked about each service in a wave."""
        found, _ = matched(chain, self.of_wave(wave))
        return {
            service: Asked(row.provider, row.customer, row.delivers, row.wave)
            for row, service in found
            if not row.aspect
        }

    def remarks(
        self, chain: ValueChain, wave: str | None = None, *, withhold: bool = False
    ) -> tuple[str, ...]:
        """What is worth knowing of filling in a wave, as sentences."""
        hidden = self._left_out(chain, wave, withhold=withhold)
        rows = self.of_wave(wave)
        filling = Filling(chain, rows, self.waves, hidden, self.min_responses, self._people)
        return (
            *self.notes,
            *filling.sentences(),
            *alike(self._raters_in(chain)),
            *vary(self.repeated),
        )

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        return {
            "answers": self.answers,
            "waves": list(self.waves),
            "raters": plain(self.raters),
            "repeated": plain(self.repeated),
            "rows": self._rows(),
        }

    def _rows(self, hidden: frozenset[SurveyRow] = frozenset()) -> list[dict[str, Any]]:
        return [_record(row, withheld=row in hidden) for row in self.rows]

    def _records(self, *, full: bool) -> tuple[list[dict[str, Any]], Sequence[str]]:
        del full
        return self._rows(), ()

    def to_pandas(self, *, full: bool = False, withhold: bool = False) -> pandas.DataFrame:
        """The rows as a DataFrame.

        Args:
            full: as for other results; it changes nothing here.
            withhold: without the scores that `withheld` names, in any wave.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        del full
        if withhold:
            return data_frame(self._rows(self.hidden))
        return data_frame(self._rows())


def _change(
    row: SurveyRow, aspects: tuple[tuple[str, Score], ...], *, left_out: bool
) -> dict[str, Any]:
    """What a row changes of its service, which has these `aspects` from other rows."""
    if row.aspect and left_out:
        return {"aspects": aspects}
    if row.aspect:
        return {"aspects": (*aspects, (row.aspect, row.score))}
    if left_out:
        return {"satisfaction": None}
    return {"satisfaction": row.score, "quality": None}


def _changed(chain: ValueChain, changes: Mapping[str, Mapping[str, Any]]) -> ValueChain:
    """The chain with these attributes of services changed."""
    services = {
        service.id: replace(service, **changes.get(service.id, {}))
        for service in chain.services.values()
    }
    return replace(chain, services=services)


def _record(row: SurveyRow, *, withheld: bool) -> dict[str, Any]:
    """A row in plain values; the score in its own words and as a fraction, unless withheld."""
    names = ("provider", "customer", "delivers", "aspect", "wave", "responses", "from_aspects")
    record = {name: getattr(row, name) for name in names}
    if withheld:
        return record | {"score": None, "satisfaction": None}
    return record | {"score": row.score.short, "satisfaction": row.score.value}


def _numbers(wave: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", wave)]


def _numbered(waves: Iterable[str]) -> bool:
    """Whether the latest wave is known.

    It is where one number alone tells waves apart, or where they are dates from the year on; but
    not where some years have two digits and others four.

    >>> _numbered(["2025", "2026"]), _numbered(["2025-11", "2026-03"])
    (True, True)
    >>> _numbered(["11/2025", "3/2026"]), _numbered(["25", "2026"])
    (False, False)
    """
    known = list(waves)
    if len(known) > 1 and not all(known):
        return False  # nobody knows when those without a wave answered
    if len(known) < 2 or all(_DATE.fullmatch(wave) for wave in known):
        return True
    if len({re.sub(r"\d+", "0", wave) for wave in known}) > 1:
        return False
    numbers = [_numbers(wave) for wave in known]
    if any(len(each) != 1 for each in numbers):
        return False
    return not {len(str(number)) for (number,) in numbers} >= {2, 4}
