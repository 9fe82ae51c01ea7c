"""What a survey found: for each question its score, and the chain with the scores filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from valuechain.model.chain import ValueChain
from valuechain.model.score import Score
from valuechain.problems import ArgumentError, FormatError, quoted, unknown
from valuechain.results import Result, data_frame
from valuechain.survey.matching import matched
from valuechain.survey.rows import SurveyRow
from valuechain.survey.withholding import withheld

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
        """The waves, the latest last: by their numbers where these are all that tells them apart, else as the table has them."""
        found = list(dict.fromkeys(row.wave for row in self.rows))
        return tuple(sorted(found, key=_numbers)) if _numbered(found) else tuple(found)

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
                raise ArgumentError(
                    f"which wave is meant? There are {', '.join(map(quoted, self.waves))}: name one"
                )
            wave = self.waves[-1]
        if str(wave) not in self.waves:
            raise unknown("wave", wave, self.waves)
        return tuple(row for row in self.rows if row.wave == str(wave))

    def withheld(self, wave: str | None = None) -> tuple[SurveyRow, ...]:
        """The rows of a wave that are not shown to a client: small groups, and what would give them away by subtraction.

        The scores of one service add up to its score where that was made from them; the answers
        about one provider, and those of one customer, to what `totals` tells.
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
        """Mean satisfaction and number of answers by ``provider`` or ``customer`` over the services asked about as a whole.

        Args:
            by: which.
            wave: the latest unless said otherwise.
            withhold: ``None`` for the satisfaction that would tell what a small group answered.

        Raises:
            UnknownNameError: there is no such level, or no such wave.
        """
        if by not in ("provider", "customer"):
            raise unknown(
                "level to sum up by (there are provider and customer)", by, ("provider", "customer")
            )
        rows = self.of_wave(wave)
        groups = _groups(rows, by)
        closed = self._hidden(rows)[1] if withhold else set()
        names = [
            (level, name) for level in ("provider", "customer") for name in _groups(rows, level)
        ]
        secret = (
            {name for at, (level, name) in enumerate(names) if level == by and at in closed}
            if withhold
            else set()
        )
        return {
            name: (
                None
                if name in secret
                else sum(rows[i].score.value * rows[i].responses for i in cells)
                / sum(rows[i].responses for i in cells),
                sum(rows[i].responses for i in cells),
            )
            for name, cells in groups.items()
        }

    def _hidden(self, rows: Sequence[SurveyRow]) -> tuple[set[int], set[int]]:
        """Which rows are withheld, and which of the totals by provider and then by customer."""
        totals = [cells for by in ("provider", "customer") for cells in _groups(rows, by).values()]
        shown = len(totals)
        made: dict[tuple[str, str, str], int] = {
            _ends(row): i for i, row in enumerate(rows) if row.from_aspects
        }
        for ends, whole in made.items():
            # A mean over aspects says no more than its parts; it is one more sum of them, and is
            # withheld with them.
            totals.append([i for i, row in enumerate(rows) if _ends(row) == ends and i != whole])
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
                f"apply takes a ValueChain, not {type(chain).__name__}: make it with load(path) or loads(text)"
            )
        rows = self.of_wave(wave)
        left_out = set(self.withheld(wave)) if withhold else set()
        found, problems = matched(chain, rows)
        if problems:
            raise FormatError(problems)
        scores: dict[str, Score | None] = {}
        aspects: dict[str, list[tuple[str, Score]]] = {}
        for row, asked in found:
            if row.aspect:
                aspects.setdefault(asked, [])
                if row not in left_out:
                    aspects[asked].append((row.aspect, row.score))
            else:
                scores[asked] = None if row in left_out else row.score
        services = []
        for service in chain.services.values():
            changes: dict[str, Any] = {}
            if service.id in scores:
                score = scores[service.id]
                changes |= {"satisfaction": score} | ({"quality": None} if score else {})
            if service.id in aspects:
                changes["aspects"] = tuple(aspects[service.id])
            services.append(replace(service, **changes))
        return replace(chain, services={service.id: service for service in services})

    def per_wave(self, chain: ValueChain, waves: Sequence[str]) -> tuple[ValueChain, ...]:
        """The chain with each of these waves, to be compared: what one of them did not ask about is not measured in it.

        Services that none of them asked about keep the scores they have.

        Raises:
            FormatError, UnknownNameError, ArgumentError: as `apply`.
        """
        asked = {service for wave in waves for _, service in matched(chain, self.of_wave(wave))[0]}
        services = {
            name: replace(service, satisfaction=None, quality=None, aspects=())
            if name in asked
            else service
            for name, service in chain.services.items()
        }
        return tuple(self.apply(replace(chain, services=services), wave) for wave in waves)

    def remarks(
        self, chain: ValueChain, wave: str | None = None, *, withhold: bool = False
    ) -> tuple[str, ...]:
        """What is worth knowing of filling in a wave, as sentences."""
        rows = self.of_wave(wave)
        found, _ = matched(chain, rows)
        asked = {service for _, service in found}
        said = list(self.notes)
        if len(self.waves) > 1:
            latest = " (the latest)" if rows[0].wave == self.waves[-1] else ""
            said.append(f"Filled in: wave {rows[0].wave}{latest} of {', '.join(self.waves)}.")
        silent = [service for service in chain.services if service not in asked]
        if silent:
            said.append(
                f"Nobody was asked about {len(silent)} of {len(chain.services)} services: {_some(silent)}."
            )
        hidden = self.withheld(wave) if withhold else ()
        fewer = [
            f"{service} ({old.responses} before, {row.responses} now)"
            for row, service in found
            if not row.aspect
            and (old := chain.services[service].satisfaction)
            and (old.responses or 0) > row.responses
        ]
        if fewer:
            said.append(
                f"Replaced by fewer answers: {_some(fewer)}. To add to earlier answers, put all rows into one table."
            )
        experts = [
            service
            for row, service in found
            if chain.services[service].quality and not row.aspect and row not in hidden
        ]
        if experts:
            said.append(f"Answers take the place of an expert's quality: {_some(sorted(experts))}.")
        if hidden:
            names = _some([_named(row) for row in hidden])
            said.append(
                f"Withheld, so that nobody finds out what fewer than {self.min_responses} answered: {names}."
            )
        small = [row for row in rows if row.responses < self.min_responses and row not in hidden]
        if small:
            few = f"Fewer than {self.min_responses} answers, which withholding leaves out"
            said.append(f"{few}: {_some([f'{_named(row)} ({row.responses})' for row in small])}.")
        return tuple(said)

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        return {"answers": self.answers, "waves": list(self.waves), "rows": self._rows()}

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
        return data_frame(self._rows(self.hidden if withhold else frozenset()))


def _record(row: SurveyRow, *, withheld: bool) -> dict[str, Any]:
    """A row in plain values; the score in its own words and as a fraction, neither where it is withheld."""
    names = ("provider", "customer", "delivers", "aspect", "wave", "responses", "from_aspects")
    score = None if withheld else row.score
    words, value = (score.short, score.value) if score else (None, None)
    record = {name: getattr(row, name) for name in names}
    return {**record, "score": words, "satisfaction": value}


def _ends(row: SurveyRow) -> tuple[str, str, str]:
    return row.provider, row.customer, row.delivers


def _groups(rows: Sequence[SurveyRow], by: str) -> dict[str, list[int]]:
    """The rows about services as a whole, by provider or customer."""
    groups: dict[str, list[int]] = {}
    for i, row in enumerate(rows):
        if not row.aspect:
            groups.setdefault(getattr(row, by), []).append(i)
    return groups


def _named(row: SurveyRow) -> str:
    what = f"{row.provider}->{row.customer}" + (f" ({row.delivers})" if row.delivers else "")
    return f"{what}: {row.aspect}" if row.aspect else what


def _some(names: list[str], most: int = 5) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _numbers(wave: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", wave)]


def _numbered(waves: Iterable[str]) -> bool:
    """Whether waves are told apart by one number alone, or by dates from the year on, so that the latest is known.

    >>> _numbered(["2025", "2026"]), _numbered(["2025-11", "2026-03"]), _numbered(["11/2025", "3/2026"])
    (True, True, False)
    """
    known = list(waves)
    if len(known) < 2 or all(_DATE.fullmatch(wave) for wave in known):
        return True
    return len({re.sub(r"\d+", "0", wave) for wave in known}) == 1 and all(
        len(_numbers(wave)) == 1 for wave in known
    )
