"""What is worth knowing of scores before they fill in a chain: sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from valuechain.model.chain import ValueChain
from valuechain.problems import quoted
from valuechain.survey.matching import matched
from valuechain.survey.raters import RaterCorrelation
from valuechain.survey.repeats import RepeatedAnswers
from valuechain.survey.response_rates import rates_told, response_rates
from valuechain.survey.rows import SurveyRow
from valuechain.typography import twins

_FEW = 5  # names that a sentence has at most


@dataclass(frozen=True)
class Filling:
    """One wave on its way into a chain.

    Attributes:
        chain: to fill in.
        rows: of the wave.
        waves: of the survey, the latest last.
        hidden: the rows that are left out.
        least: answers below which a group is small.
        people: who answered, by party in the words of the table, and wave, where that is known.
    """

    chain: ValueChain
    rows: Sequence[SurveyRow]
    waves: Sequence[str]
    hidden: Collection[SurveyRow]
    least: int
    people: Mapping[tuple[str, str], frozenset[int]] = field(default_factory=dict)

    @cached_property
    def found(self) -> list[tuple[SurveyRow, str]]:
        """The rows that a service has, each with its id."""
        return matched(self.chain, self.rows)[0]

    def sentences(self) -> Iterator[str]:
        """All that is worth knowing."""
        yield from self._which_wave()
        yield from rates_told(self.chain, response_rates(self.chain, self.found, self.people))
        yield from self._nobody_asked()
        yield from self._replaced()
        yield from self._dropped()
        yield from self._small()

    def _which_wave(self) -> Iterator[str]:
        if len(self.waves) < 2:
            return
        wave = self.rows[0].wave
        if wave == self.waves[-1]:
            yield f"Filled in: wave {wave} (the latest) of {', '.join(self.waves)}."
        else:
            yield f"Filled in: wave {wave} of {', '.join(self.waves)}."

    def _nobody_asked(self) -> Iterator[str]:
        asked = {service for _, service in self.found}
        silent = [service for service in self.chain.services if service not in asked]
        of_all = f"{len(silent)} of {len(self.chain.services)} services"
        yield from _listed(f"Nobody was asked about {of_all}", silent)
        kept = [service for service in silent if self.chain.services[service].satisfaction]
        yield from _listed("Scores of before that stay as they are", kept)

    def _replaced(self) -> Iterator[str]:
        """Earlier scores and experts' qualities that give way."""
        fewer, experts, scales, gone = [], [], [], []
        for row, service in self.found:
            old = self.chain.services[service]
            before = (old.satisfaction and old.satisfaction.responses) or 0
            if row in self.hidden:
                if old.satisfaction and not row.aspect:
                    gone.append(service)
                continue
            if not row.aspect and before > row.responses:
                fewer.append(f"{service} ({before} before, {row.responses} now)")
            if not row.aspect and old.satisfaction and old.satisfaction.scale != row.score.scale:
                then, now = old.satisfaction.scale.name, row.score.scale.name
                scales.append(f"{service} ({then} before, {now} now)")
            if not row.aspect and old.quality:
                experts.append(service)
        for sentence in _listed("Replaced by fewer answers", fewer):
            yield f"{sentence} To add to earlier answers, put all rows into one table."
        yield from _listed("Scores of before that give way to withheld ones", gone)
        yield from _listed("Asked on another scale than before", scales)
        yield from _listed("Answers take the place of an expert's quality", sorted(experts))

    def _dropped(self) -> Iterator[str]:
        """Aspects of earlier answers about services that others have answered about since."""
        asked: dict[str, set[str]] = {}
        for row, service in self.found:
            asked.setdefault(service, set()).add(row.aspect)
        dropped = []
        for service, words in asked.items():
            old = [word for word, _ in self.chain.services[service].aspects if word not in words]
            if old:
                dropped.append(f"{service} ({', '.join(old)})")
        yield from _listed("Earlier aspects that these answers leave out are dropped", dropped)

    def _small(self) -> Iterator[str]:
        """Scores of few people, withheld or not."""
        secret = [_named(row) for row in self.rows if row in self.hidden]
        what = f"so that nobody finds out what fewer than {self.least} answered"
        yield from _listed(f"Withheld, {what}", secret)
        small = [
            f"{_named(row)} ({row.responses})"
            for row in self.rows
            if row.responses < self.least and row not in self.hidden
        ]
        yield from _listed(f"Fewer than {self.least} answers, which withholding leaves out", small)


def spelt_alike(rows: Iterable[SurveyRow]) -> Iterator[str]:
    """Names that look alike: one of them may be the other, misspelt."""
    rows = list(rows)
    for column in ("provider", "customer", "delivers", "aspect", "wave"):
        for word, other, why in twins(getattr(row, column) for row in rows):
            yield f"Column {quoted(column)} has {quoted(word)} beside {quoted(other)}: it {why}."


def alike(raters: RaterCorrelation | None) -> Iterator[str]:
    """How much of an answer is the person who gave it."""
    if raters is None:
        return
    share, low, high = (f"{100 * part:.0f}" for part in (raters.value, raters.low, raters.high))
    found = round(raters.value, 2)
    kept = f"'rater_correlation: {found:g}'" if found else "they count as independent"
    yield (
        f"{share} % of how answers differ is the person who answers ({low} to {high} %, 95 % sure, "
        f"from {raters.people} people who answered about several services): "
        f"{kept}."
    )


def vary(found: RepeatedAnswers | None) -> Iterator[str]:
    """How far the same people's answers vary."""
    if found is not None:
        yield (
            f"From one wave to the next the same people's answers vary by "
            f"{100 * found.sd:.0f} points (standard deviation of {found.answers} answers given "
            f"twice, their own changes included): 'repeat_sd: {found.sd:.2f}' at most."
        )


def _listed(opening: str, names: Sequence[str]) -> Iterator[str]:
    """A sentence that names a few of them; none where there are none."""
    more = ""
    if len(names) > _FEW:
        more = f" and {len(names) - _FEW} more"
    if names:
        yield f"{opening}: {', '.join(names[:_FEW])}{more}."


def _named(row: SurveyRow) -> str:
    """A question in a few words."""
    words = f"{row.provider}->{row.customer}"
    if row.delivers:
        words += f" ({row.delivers})"
    if row.aspect:
        words += f": {row.aspect}"
    return words
