"""What a survey found: for each question its score, and the chain with the scores filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from valuechain.model.chain import ValueChain
from valuechain.problems import ArgumentError, FormatError, quoted, unknown
from valuechain.results import Result, data_frame
from valuechain.survey.matching import matched
from valuechain.survey.remarks import remarks
from valuechain.survey.rows import SurveyRow
from valuechain.survey.withholding import withheld

if TYPE_CHECKING:
    import pandas

_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_LEVELS = ("provider", "customer")
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
    """

    rows: tuple[SurveyRow, ...]
    min_responses: int = MIN_RESPONSES
    notes: tuple[str, ...] = ()
    file: str = ""

    def _summary(self) -> str:
        return f"{self.answers} answers, {len(self.rows)} scores"

    @property
    def title(self) -> str:
        """The table's name."""
        return self.file

    def __getitem__(self, key: Any) -> Any:
        """The row at a position."""
        return self.rows[key]

    @cached_property
    def answers(self) -> int:
        """How many answers there are."""
        return sum(row.responses for row in self.rows if not row.from_aspects)

    @cached_property
    def waves(self) -> tuple[str, ...]:
        """The waves, the latest last.

        By their numbers where these are all that sets them apart, else as the table has them.
        """
        found = list(dict.fromkeys(row.wave for row in self.rows))
        if _numbered(found):
            found.sort(key=_numbers)
        return tuple(found)

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
            if not _numbered(self.waves):
                names = ", ".join(map(quoted, self.waves))
                raise ArgumentError(f"which wave is meant? There are {names}: name one")
            wave = self.waves[-1]
        if str(wave) not in self.waves:
            raise unknown("wave", wave, self.waves)
        return tuple(row for row in self.rows if row.wave == str(wave))

    def withheld(self, wave: str | None = None) -> tuple[SurveyRow, ...]:
        """The rows of a wave that are not shown to a client.

        Small groups, and what would give them away by subtraction. The scores of one service add
        up to its score where that was made from them; the answers about one provider, and those of
        one customer, to what `totals` tells.
        """
        rows = self.of_wave(wave)
        hidden, _ = self._hidden(rows)
        return tuple(row for i, row in enumerate(rows) if i in hidden)

    @cached_property
    def hidden(self) -> frozenset[SurveyRow]:
        """What is `withheld` in any wave."""
        return frozenset(row for wave in self.waves for row in self.withheld(wave))

    def totals(
        self, by: str, wave: str | None = None, *, withhold: bool = False
    ) -> dict[str, tuple[float | None, int]]:
        """Mean satisfaction and number of answers, over the services asked about as a whole.

        Args:
            by: ``provider`` or ``customer``.
            wave: the latest unless said otherwise.
            withhold: ``None`` for the satisfaction that would tell what a small group answered.

        Raises:
            UnknownNameError: there is no such level, or no such wave.
        """
        if by not in _LEVELS:
            raise unknown("level to sum up by (there are provider and customer)", by, _LEVELS)
        rows = self.of_wave(wave)
        totals = {name: _total(rows, cells) for name, cells in _groups(rows, by).items()}
        if withhold:
            closed = self._hidden(rows)[1]
            every = [(level, name) for level in _LEVELS for name in _groups(rows, level)]
            for level, name in (every[at] for at in closed):
                if level == by:
                    totals[name] = (None, totals[name][1])
        return totals

    def _hidden(self, rows: Sequence[SurveyRow]) -> tuple[set[int], set[int]]:
        """Which rows are withheld, and which of the totals by provider and then by customer."""
        totals = [cells for by in _LEVELS for cells in _groups(rows, by).values()]
        shown = len(totals)
        made = {row.ends: i for i, row in enumerate(rows) if row.from_aspects}
        for ends, whole in made.items():
            # A mean over aspects says no more than its parts; it is one more sum of them, and is
            # withheld with them.
            totals.append([i for i, row in enumerate(rows) if row.ends == ends and i != whole])
        hidden, closed = withheld([row.responses for row in rows], totals, self.min_responses)
        for at, whole in enumerate(made.values(), shown):
            if at in closed:
                hidden.add(whole)
            elif whole in hidden:
                hidden |= set(totals[at])
        return hidden, {at for at in closed if at < shown}

    def apply(
        self, chain: ValueChain, wave: str | None = None, *, withhold: bool = False
    ) -> ValueChain:
        """The chain with the scores of one wave filled in.

        They take the place of the scores and aspects that the services had. Services that nobody
        was asked about stay as they are. Parties are named by id or by name; where several services
        run between the same two, `delivers` says which.

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
        if not isinstance(chain, ValueChain):
            raise ArgumentError(
                f"apply takes a ValueChain, not {type(chain).__name__}: "
                "make it with load(path) or loads(text)"
            )
        found, problems = matched(chain, self.of_wave(wave))
        if problems:
            raise FormatError(problems)
        left_out = set(self._left_out(wave, withhold=withhold))
        changes: dict[str, dict[str, Any]] = {}
        for row, service in found:
            _fill(changes.setdefault(service, {}), row, left_out=row in left_out)
        services = {
            name: replace(service, **changes.get(name, {}))
            for name, service in chain.services.items()
        }
        return replace(chain, services=services)

    def _left_out(self, wave: str | None, *, withhold: bool) -> tuple[SurveyRow, ...]:
        if not withhold:
            return ()
        return self.withheld(wave)

    def per_wave(self, chain: ValueChain, waves: Sequence[str]) -> tuple[ValueChain, ...]:
        """The chain with each of these waves, to be compared.

        What one of them did not ask about is not measured in it. Services that none of them asked
        about keep the scores they have.

        Raises:
            FormatError, UnknownNameError, ArgumentError: as `apply`.
        """
        services = dict(chain.services)
        for wave in waves:
            for _, name in matched(chain, self.of_wave(wave))[0]:
                services[name] = replace(
                    services[name], satisfaction=None, quality=None, aspects=()
                )
        return tuple(self.apply(replace(chain, services=services), wave) for wave in waves)

    def remarks(
        self, chain: ValueChain, wave: str | None = None, *, withhold: bool = False
    ) -> tuple[str, ...]:
        """What is worth knowing of filling in a wave, as sentences."""
        rows = self.of_wave(wave)
        said = list(self.notes)
        if len(self.waves) > 1:
            latest = " (the latest)" * (rows[0].wave == self.waves[-1])
            said.append(f"Filled in: wave {rows[0].wave}{latest} of {', '.join(self.waves)}.")
        left_out = self._left_out(wave, withhold=withhold)
        return (*said, *remarks(chain, rows, left_out, self.min_responses))

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        return {"answers": self.answers, "waves": list(self.waves), "rows": self._rows()}

    def _rows(self, hidden: frozenset[SurveyRow] = frozenset()) -> list[dict[str, Any]]:
        return [_record(row, hidden=row in hidden) for row in self.rows]

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
        if not withhold:
            return data_frame(self._rows())
        return data_frame(self._rows(self.hidden))


def _record(row: SurveyRow, *, hidden: bool) -> dict[str, Any]:
    """A row in plain values: the score in its own words and as a fraction, or neither."""
    names = ("provider", "customer", "delivers", "aspect", "wave", "responses", "from_aspects")
    record = {name: getattr(row, name) for name in names}
    if hidden:
        return {**record, "score": None, "satisfaction": None}
    return {**record, "score": row.score.short, "satisfaction": row.score.value}


def _groups(rows: Sequence[SurveyRow], by: str) -> dict[str, list[int]]:
    """The rows about services as a whole, by provider or customer."""
    groups: dict[str, list[int]] = {}
    for i, row in enumerate(rows):
        if not row.aspect:
            groups.setdefault(getattr(row, by), []).append(i)
    return groups


def _total(rows: Sequence[SurveyRow], cells: Sequence[int]) -> tuple[float | None, int]:
    """Mean satisfaction over the answers of some rows, and how many they are."""
    answers = sum(rows[i].responses for i in cells)
    return sum(rows[i].score.value * rows[i].responses for i in cells) / answers, answers


def _fill(changes: dict[str, Any], row: SurveyRow, *, left_out: bool) -> None:
    """Add what a row changes in its service."""
    if row.aspect:
        changes.setdefault("aspects", ())
        if not left_out:
            changes["aspects"] += ((row.aspect, row.score),)
    elif left_out:
        changes["satisfaction"] = None
    else:
        changes.update(satisfaction=row.score, quality=None)


def _numbers(wave: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", wave)]


def _numbered(waves: Iterable[str]) -> bool:
    """Whether the latest wave is known: one number alone sets waves apart, or dates from the year.

    >>> _numbered(["2025", "2026"]), _numbered(["2025-11", "2026-03"])
    (True, True)
    >>> _numbered(["11/2025", "3/2026"])
    False
    """
    known = list(waves)
    if len(known) < 2 or all(_DATE.fullmatch(wave) for wave in known):
        return True
    alike_otherwise = len({re.sub(r"\d+", "0", wave) for wave in known}) == 1
    return alike_otherwise and all(len(_numbers(wave)) == 1 for wave in known)
