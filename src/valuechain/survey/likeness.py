"""Of which party, and of what it delivers, does the text of a question speak?"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from valuechain.model.chain import ValueChain

_EMPTY = """
a an the of and or with to for in on at by from as is are was were you your our we us i it its
their they how satisfied would do did does rate rating please overall satisfaction happy what
which about following service services team teams department departments receive received work
statement think say feel when last months month been have has had be this that these
each much extent level general der die das den dem des ein eine einer eines einem und oder mit
zu zur zum fur von vom im am auf als ist sind war wie zufrieden zufriedenheit sie ihr ihre ihrer
ihren unser unsere wir uns bitte bewerten insgesamt leistung leistungen abteilung abteilungen
welche folgenden haben hat
"""
_STOP = frozenset(_EMPTY.split())
_ENDINGS = ("ies", "es", "en", "er", "s", "n", "e")
_NEAR = 0.84  # how alike two words must be to be the same, misspelt
_OVERALL = frozenset(
    ("overall", "overall satisfaction", "in general", "insgesamt", "gesamt", "gesamtzufriedenheit")
)


@lru_cache(maxsize=10_000)
def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text without capitals, accents, sharp s and punctuation.

    >>> plain_words("Médico-technique & Büro")
    ('medico', 'technique', 'buro')
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return tuple(re.findall(r"[^\W_]+", letters))


def stem(word: str) -> str:
    """A word without the ending of its plural.

    >>> stem("wards"), stem("deliveries"), stem("betten"), stem("it")
    ('ward', 'deliver', 'bett', 'it')
    """
    if word.endswith("y") and len(word) > 4:
        return word[:-1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def telling(text: str) -> list[str]:
    """The stems of the words that tell something.

    >>> telling("How satisfied are you with the IT helpdesk?")
    ['it', 'helpdesk']
    """
    # "IT" is a department, "it" is nothing: in a text of mixed capitals they differ.
    capitals = {word.casefold() for word in re.findall(r"\b[A-Z]{2,4}\b", text)}
    words = plain_words(text)
    return [stem(word) for word in words if word not in _STOP or word in capitals]


def says_overall(text: str) -> bool:
    """Whether a row of a matrix asks for the service as a whole.

    >>> says_overall("Overall satisfaction"), says_overall("Speed")
    (True, False)
    """
    return " ".join(text.casefold().split()).strip(".:?") in _OVERALL


@dataclass(frozen=True)
class Likeness:
    """A party that a text may speak of.

    Attributes:
        party: its id.
        share: how much of its name the text has, 0..1.
        exact: whether it is its name, word by word.
        words: the stems of the text that were found.
    """

    party: str
    share: float
    exact: bool
    words: frozenset[str]


class Parties:
    """Finds parties in texts; words that many parties share tell less."""

    def __init__(self, chain: ValueChain, among: Iterable[str] | None = None) -> None:
        chosen = list(chain.parties if among is None else among)
        self.names: dict[str, list[tuple[list[str], bool]]] = {
            party: _spellings(party, chain.parties[party].name) for party in chosen
        }
        counts = Counter(
            word for ways in self.names.values() for word in {w for way, _ in ways for w in way}
        )
        self._weight = {word: 1 / count for word, count in counts.items()}

    def like(self, text: str) -> list[Likeness]:
        """The parties of which a text has something, most of it first."""
        words = telling(text)
        found = [self._best(party, words) for party in self.names]
        some = [each for each in found if each.share > 0]
        return sorted(some, key=lambda each: (-each.share, -len(each.words), each.party))

    def _best(self, party: str, words: Sequence[str]) -> Likeness:
        none = Likeness(party, 0.0, exact=False, words=frozenset())
        likes = (self._like(party, way, words) for way in self.names[party])
        return max(likes, key=lambda each: (each.share, each.exact, len(each.words)), default=none)

    def _like(self, party: str, way: tuple[list[str], bool], words: Sequence[str]) -> Likeness:
        name, is_name = way
        total = sum(self._weight[word] for word in name)
        hits = {word: _hit(word, words) for word in name}
        got = sum(self._weight[word] * (hit is not None) for word, hit in hits.items())
        exact = is_name and all(hit == word for word, hit in hits.items())
        used = frozenset(hit for hit in hits.values() if hit is not None)
        return Likeness(party, got / total, exact, used)


def _spellings(party: str, name: str) -> list[tuple[list[str], bool]]:
    """The telling words by which a party may be meant, and whether they are its name.

    What stands in brackets, and the id, are no more than a hint.
    """
    short = re.sub(r"\([^)]*\)", " ", name)
    ways = [(name, True), (short, True)]
    ways += [(inside, False) for inside in re.findall(r"\(([^)]*)\)", name)]
    ways.append((party.replace("_", " "), party == name))
    found = [(telling(text) or list(plain_words(text)), is_name) for text, is_name in ways]
    return [(list(dict.fromkeys(way)), is_name) for way, is_name in found if way]


def _hit(word: str, words: Sequence[str]) -> str | None:
    """The word of a text that is this one, perhaps misspelt; ``None`` for none."""
    if word in words:
        return word
    if len(word) < 5:
        return None
    near = difflib.get_close_matches(word, [each for each in words if len(each) > 4], 1, _NEAR)
    return near[0] if near else None


def share_of(text: str, words: Sequence[str]) -> float:
    """How many of the telling words of a text are among these, 0..1."""
    own = telling(text)
    return sum(_hit(word, words) is not None for word in own) / len(own) if own else 0.0
