"""What may each column of an export be? The first guess, and how sure it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from valuechain.files.column_values import Values, is_mark, values_of
from valuechain.files.export import Column, Sheet, plain_heading
from valuechain.model.chain import ValueChain
from valuechain.survey.labels import is_known
from valuechain.survey.likeness import (
    Likeness,
    Parties,
    plain_words,
    says_overall,
    share_of,
    stem,
    telling,
)

SURE, LIKELY, UNSURE, FILL_IN = "sure", "likely", "unsure: please check", "fill in"
SURENESS = (SURE, LIKELY, UNSURE, FILL_IN)
"""How sure a line of a draft is, the surest first."""
_IDS = ("responseid", "respondent id", "response id", "antwort id", "id", "lfd. nr.")
_AGAINST = frozenset(
    map(
        stem,
        plain_words(
            "difficult difficulty problem complaint complain delay waiting wait effort annoying "
            "error slow never not cannot without late wrong rarely seldom unreliable unfriendly "
            "unhelpful unclear unavailable unreachable rude incompetent missing "
            "schwierig problem beschwerde beschweren verzögerung verspätung verspätet warten "
            "wartezeit fehler langsam aufwand nie niemals nicht kein keine ohne falsch selten "
            "unzuverlässig unfreundlich unklar unerreichbar inkompetent umständlich "
            "jamais pas lent retard attendre erreur difficile nunca lento tarde esperar error "
            "difícil atraso erro mai ritardo aspettare errore nooit niet traag wachten fout"
        ),
    )
)
"""Words of which some stand in questions whose highest mark is the worst."""
_OF = re.compile("\\b(?:the|der|die|das|den|dem) \0 (?:of|in|at|des|der|von|im|bei)\\b")
_REMARKS = frozenset(
    telling("comments remarks suggestions anmerkungen bemerkungen kommentar feedback")
)
_RECOMMEND = frozenset(telling("recommend weiterempfehlen empfehlen weiterempfehlung"))


def doubt(*sure: str) -> str:
    """The least sure of these."""
    return max(sure, key=SURENESS.index)


@dataclass(frozen=True)
class Guess:
    """What a column may be.

    Attributes:
        column: of the export.
        use: ``question``, ``left_out``, ``bookkeeping``, ``respondent`` or ``team``.
        says: of a question, its keys and values.
        sure: one of `SURENESS`.
        why: a few words.
    """

    column: Column
    use: str
    says: dict[str, str] = field(default_factory=dict, hash=False)
    sure: str = SURE
    why: str = ""


class Guesses:
    """Guesses what the columns of a sheet are; `by_sheet` says that its name is a team's."""

    def __init__(self, sheet: Sheet, chain: ValueChain, *, by_sheet: bool = False) -> None:
        self.sheet: Sheet = sheet
        self.chain: ValueChain = chain
        self.values: dict[int, Values] = {
            column.number: values_of(sheet, column) for column in sheet.columns
        }
        self.providers: Parties = Parties(
            chain, dict.fromkeys(service.provider for service in chain.services.values())
        )
        self.parties: Parties = Parties(
            chain, dict.fromkeys(service.customer for service in chain.services.values())
        )
        self.respondent: Column | None = self._respondent()
        self.team: Column | None = None if by_sheet else self._team()
        texts: Iterable[str] = (sheet.table.sheet,) if by_sheet else ()
        if self.team is not None:
            texts = self.values[self.team.number].counts
        self.asked: set[str] = {self.team_of(text)[0] for text in texts} & set(chain.parties)
        self.several: dict[str, list[str]] = self._several()

    @cached_property
    def found(self) -> list[Guess]:
        """A guess for each column."""
        found = [self._guess(column) for column in self.sheet.columns]
        alike = Counter(_key(guess) for guess in found if guess.use == "question")
        return [self._doubted(guess, alike) for guess in found]

    def _doubted(self, guess: Guess, alike: Counter[tuple[str, ...]]) -> Guess:
        """Doubt where two columns would ask the same."""
        if guess.use == "question" and alike[_key(guess)] > 1 and guess.sure != FILL_IN:
            why = "; ".join(filter(None, (guess.why, "another column asks the same")))
            return replace(guess, sure=UNSURE, why=why)
        return guess

    def _guess(self, column: Column) -> Guess:
        values = self.values[column.number]
        if column is self.respondent:
            return Guess(column, "respondent")
        if column is self.team:
            return Guess(column, "team", sure=self._team_sureness())
        if column.is_bookkeeping:
            return Guess(column, "bookkeeping")
        if values.is_empty:
            return Guess(column, "left_out", why="nobody wrote anything")
        if values.is_answers or self._is_question(column, values):
            return self._question(column)
        sure = LIKELY if values.is_text or _asks_for_words(column) else UNSURE
        return Guess(column, "left_out", sure=sure, why="no answers on a scale")

    def _is_question(self, column: Column, values: Values) -> bool:
        """Whether nearly all are answers, or unknown labels to a question about a party."""
        known = [text for text in values.counts if is_mark(text) or is_known(text)]
        share = sum(values.counts[text] for text in known) / values.counts.total()
        if share > 0.8 and not values.is_text:
            return True
        if _asks_for_words(column) or not values.is_labels:
            return False
        return len(values.counts) > 1 and bool(self.providers.like(column.name))

    def _respondent(self) -> Column | None:
        """The column that tells people apart."""
        for wanted in _IDS:
            for column in self.sheet.named.get(wanted, ()):
                counts = self.values[column.number].counts
                if counts and counts.total() == len(counts) == len(self.sheet.body):
                    return column
        return None

    # Who answers.

    def _team(self) -> Column | None:
        """The column whose texts are parties, most of them."""
        best, found = 0.5, None
        for column in self.sheet.columns:
            values = self.values[column.number]
            if column.is_bookkeeping or values.is_empty or values.is_text or values.is_answers:
                continue
            share = sum(self.team_of(text)[1] in (SURE, LIKELY) for text in values.counts)
            if share / len(values.counts) > best:
                best, found = share / len(values.counts), column
        return found

    def _team_sureness(self) -> str:
        assert self.team is not None
        texts = self.values[self.team.number].counts
        return doubt(
            LIKELY if len(texts) == 1 else SURE, *(self.team_of(text)[1] for text in texts)
        )

    def team_of(self, text: str) -> tuple[str, str]:
        """The party that a text may name, and how sure that is; ``?`` for none."""
        for party in self.chain.parties.values():
            if plain_heading(text) in (plain_heading(party.id), plain_heading(party.name)):
                return party.id, SURE
        found = self.parties.like(text)
        if not found or found[0].share < 0.5 or _as_like(found):
            return "?", FILL_IN
        own = telling(text)
        whole = found[0].share > 0.99 and found[0].words == frozenset(own)
        return found[0].party, LIKELY if whole else UNSURE

    # What is asked.

    def _several(self) -> dict[str, list[str]]:
        """What each provider delivers, where it has several services for somebody who answers."""
        services = [
            service
            for service in self.chain.services.values()
            if not self.asked or service.customer in self.asked
        ]
        pairs = Counter((each.provider, each.customer) for each in services)
        found: dict[str, list[str]] = {
            provider: [] for (provider, _), count in pairs.items() if count > 1
        }
        for service in services:
            if service.provider in found:
                found[service.provider].append(service.delivers or service.id)
        return found

    def _question(self, column: Column) -> Guess:
        provider, sure, used = self._provider(column)
        says = {"provider": provider}
        why = ""
        if provider in self.several:
            says["delivers"], more = self._delivers(provider, column.name)
            sure = doubt(sure, more)
            used |= frozenset(telling(says["delivers"]))
        aspect, more = self._aspect(column, used)
        if aspect:
            says["aspect"] = aspect
        sure = doubt(sure, more)
        text = f"{column.question} {column.row}"
        words = telling(text)
        if not _AGAINST.isdisjoint(map(stem, plain_words(text))):
            sure, why = doubt(sure, UNSURE), "is a high mark good? else add 'reversed: true'"
        if _RECOMMEND & set(words) and max(self.values[column.number].numbers, default=0) > 7:
            says["scale"], sure = "nps", doubt(sure, LIKELY)
        return Guess(column, "question", says, sure, why)

    def _provider(self, column: Column) -> tuple[str, str, frozenset[str]]:
        """Who delivers it, how sure that is, and the words that say so."""
        found = self.providers.like(f"{column.question} {column.row}")
        if found and found[0].share >= 0.5:
            first, rivals = found[0], _as_like(found)
            if not rivals:
                whole = first.share > 0.99
                sure = (SURE if first.exact else LIKELY) if whole else UNSURE
                return first.party, sure, first.words
            if (one := self._by_delivers(column, [first, *rivals])) is not None:
                return one, UNSURE, first.words
            return first.party, UNSURE, first.words
        if (one := self._by_delivers(column, None)) is not None:
            return one, UNSURE, frozenset(telling(column.question))
        if found:
            return found[0].party, UNSURE, found[0].words
        return "?", FILL_IN, frozenset()

    def _by_delivers(self, column: Column, among: Sequence[Likeness] | None) -> str | None:
        """The one provider of whose deliveries the text speaks."""
        words = telling(f"{column.question} {column.row}")
        parties = None if among is None else {each.party for each in among}
        found = {
            service.provider
            for service in self.chain.services.values()
            if service.delivers
            and share_of(service.delivers, words) > 0.99
            and (parties is None or service.provider in parties)
        }
        return found.pop() if len(found) == 1 else None

    def _delivers(self, provider: str, text: str) -> tuple[str, str]:
        """Which of a provider's services it is."""
        words = telling(text)
        shares = {each: share_of(each, words) for each in self.several[provider]}
        best = max(shares.values())
        fitting = [each for each, share in shares.items() if share == best]
        if best == 0 or len(fitting) > 1:
            return "?", FILL_IN
        return fitting[0], SURE if best > 0.99 else UNSURE

    def _aspect(self, column: Column, used: frozenset[str]) -> tuple[str, str]:
        """Of the service; ``""`` for the service as a whole."""
        about = set(telling(column.row))
        rest = [word for word in dict.fromkeys(telling(column.question)) if word not in used]
        if column.row and not about & used:  # the question names the provider
            if says_overall(column.row):
                return "", SURE
            return column.row, LIKELY if len(rest) > 2 else SURE
        if column.row:  # the row names it
            return "", UNSURE if about - used or len(rest) > 2 else SURE
        return self._within(column.question, rest)

    def _within(self, text: str, rest: Sequence[str]) -> tuple[str, str]:
        """The aspect in a question of its own: the words that say nothing else."""
        if not rest:
            return "", SURE
        if len(rest) > 2:
            return "", UNSURE
        # The words as they are written, not their stems.
        words = text.replace("?", " ").split()
        spelt = " ".join(word for word in words if set(telling(word)) & set(rest))
        aspect = spelt.strip(".,:;()").casefold()
        is_said = _OF.search(text.casefold().replace(aspect, "\0", 1))
        return aspect, LIKELY if is_said else UNSURE


def _as_like(found: Sequence[Likeness]) -> list[Likeness]:
    """Parties that may be meant as well as the first: their words are not all among its words."""
    first = found[0]
    return [
        each
        for each in found[1:]
        if each.share > first.share - 0.25 and not each.words < first.words
    ]


def _asks_for_words(column: Column) -> bool:
    """Whether a heading asks for a remark."""
    return bool(set(telling(column.name)) & _REMARKS) or "else" in plain_words(column.name)


def _key(guess: Guess) -> tuple[str, ...]:
    return tuple(guess.says.get(key, "").casefold() for key in ("provider", "delivers", "aspect"))
