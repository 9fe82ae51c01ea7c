"""Which words say how much? Degrees of satisfaction, agreement and the like, in seven languages.

A degree is a letter for how strong (``E`` extremely, ``V`` very, ``P`` plainly, ``M`` mostly,
``W`` somewhat) with ``-`` before it on the bad side; ``0`` for neither; ``n0`` and ``n1`` for *not
at all* and *not very*. The languages are English, German, French, Spanish, Portuguese, Italian
and Dutch.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

Degrees: TypeAlias = Mapping[str, str]
"""The degree of each word, as `plain` spells it."""

_SIGNS = str.maketrans("\u2019\u2018\u00b4`\u2010\u2011\u2012\u2013\u2014\u2212", "''''------")
_GENDER = re.compile(r"(?<=\w\w)(?:\((?:e|a|s|es|as)\)|[\u00b7/](?:e|a)(?=\s|$))")
_SAYER = re.compile(r"^(?:ich bin|ich|i am|i'm|i|je suis|estoy|estou|sono|ik ben|ben) (?=.{4})")


@lru_cache(maxsize=4096)  # the same few words stand in many columns
def plain(text: str) -> str:
    """A text without capitals, accents, typographic signs, needless blanks and full stops.

    >>> plain(" Tr\u00e8s satisfait ! "), plain("Don\u2019t know.")
    ('tres satisfait', "don't know")
    """
    letters = unicodedata.normalize("NFKD", text.translate(_SIGNS).casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.split()).strip(" .!;:,")


def label_key(label: str) -> str:
    """A label as the tables of degrees have it: of either gender, whoever says it.

    >>> label_key("I strongly agree"), label_key("satisfait(e)")
    ('strongly agree', 'satisfait')
    """
    return _SAYER.sub("", _GENDER.sub("", plain(label)), count=1)


_HOW = {
    "en": {
        "E": "extremely|completely|totally|entirely|fully|absolutely",
        "V": "very|highly|strongly|definitely",
        "M": "moderately|mostly|quite",
        "W": "somewhat|slightly|fairly|rather|a little|a bit|partly|tend to",
        "n1": "not very|not so|not particularly|not really",
        "n0": "not at all",
        "-P": "not",
    },
    "de": {
        "E": "äußerst|extrem|vollkommen|völlig|absolut|voll und ganz",
        "V": "sehr",
        "M": "überwiegend|weitgehend|ziemlich",
        "W": "eher|etwas|einigermaßen",
        "n1": "wenig|weniger|kaum|nicht so|nicht sehr",
        "n0": "gar nicht|überhaupt nicht",
        "-W": "eher nicht",
        "-P": "nicht",
    },
    "fr": {
        "E": "extrêmement|totalement|entièrement|pleinement|complètement",
        "V": "très|tout à fait|fortement",
        "W": "plutôt|assez|un peu|partiellement",
        "n1": "peu|pas très|pas vraiment",
        "n0": "pas du tout",
        "-W": "plutôt pas",
        "-P": "pas",
    },
    "es": {
        "E": "extremadamente|totalmente|completamente|plenamente|sumamente",
        "V": "muy|fuertemente",
        "M": "bastante",
        "W": "algo|más bien|parcialmente|un poco",
        "n1": "poco|no muy",
        "n0": "nada",
        "-P": "no",
    },
    "pt": {
        "E": "extremamente|totalmente|completamente|plenamente",
        "V": "muito|fortemente",
        "M": "bastante",
        "W": "um pouco|parcialmente|algo|razoavelmente|em parte",
        "n1": "pouco|não muito",
        "n0": "nada",
        "-P": "não",
    },
    "it": {
        "E": "estremamente|totalmente|completamente|pienamente|del tutto",
        "V": "molto|fortemente",
        "M": "abbastanza",
        "W": "piuttosto|parzialmente|un po'|in parte",
        "n1": "poco|non molto",
        "n0": "per niente|per nulla|affatto",
        "-P": "non",
    },
    "nl": {
        "E": "uiterst|extreem|volledig|helemaal|volkomen",
        "V": "zeer|heel|erg|sterk",
        "W": "enigszins|redelijk|tamelijk|vrij|een beetje|eerder",
        "n1": "niet erg|niet zo|weinig|niet heel",
        "n0": "helemaal niet|totaal niet",
        "-P": "niet",
    },
}
_NEITHER = {
    "en": "neither {good} nor {bad}|neither {bad} nor {good}|neither {good} or {bad}",
    "de": "weder {good} noch {bad}",
    "fr": "ni {good} ni {bad}|ni {good} ni pas {good}",
    "es": "ni {good} ni {bad}",
    "pt": "nem {good} nem {bad}|não {good} nem {bad}",
    "it": "né {good} né {bad}",
    "nl": "noch {good} noch {bad}|{good} noch {bad}|niet {good} en niet {bad}"
    "|niet {good} niet {bad}|niet {good}, niet {bad}",
}
_NEUTRAL = (
    "neutral|neutre|neutro|neutra|neutraal|neutrale|neither|neither nor|weder noch|teils/teils"
    "|teils teils|teils-teils|teils, teils|ni l'un ni l'autre|unentschieden|undecided"
    "|indifferent|indifférent|indiferente|indifferente|so-so"
)
NEUTRAL = frozenset(map(plain, _NEUTRAL.split("|")))
"""What stands in the middle of every scale."""

_SATISFIED = (
    ("en", "satisfied|happy|pleased", "dissatisfied|unsatisfied|unhappy"),
    ("de", "zufrieden", "unzufrieden"),
    (
        "fr",
        "satisfait|satisfaite|satisfaits|satisfaites|content|contente",
        "insatisfait|insatisfaite|insatisfaits|insatisfaites|mécontent|mécontente",
    ),
    ("es", "satisfecho|satisfecha|contento|contenta", "insatisfecho|insatisfecha|descontento"),
    ("pt", "satisfeito|satisfeita|contente", "insatisfeito|insatisfeita|descontente"),
    ("it", "soddisfatto|soddisfatta|contento|contenta", "insoddisfatto|insoddisfatta|scontento"),
    ("nl", "tevreden", "ontevreden"),
)
_AGREE = (
    ("en", "agree", "disagree"),
    ("fr", "d'accord|en accord", "en désaccord"),
    ("es", "de acuerdo", "en desacuerdo"),
    ("it", "d'accordo", "in disaccordo"),
    ("nl", "eens|mee eens|akkoord", "oneens|mee oneens"),
)
_LIKELY = (
    ("en", "likely|probable", "unlikely|improbable"),
    ("de", "wahrscheinlich", "unwahrscheinlich"),
    ("fr", "probable", "improbable"),
    ("es", "probable", "improbable"),
    ("pt", "provável", "improvável"),
    ("it", "probabile", "improbabile"),
    ("nl", "waarschijnlijk", "onwaarschijnlijk"),
)
_EASY = (
    ("en", "easy", "difficult|hard"),
    ("de", "einfach|leicht", "schwierig|schwer"),
    ("fr", "facile", "difficile"),
    ("es", "fácil", "difícil"),
    ("pt", "fácil", "difícil"),
    ("it", "facile|semplice", "difficile"),
    ("nl", "makkelijk|gemakkelijk|eenvoudig", "moeilijk"),
)
_GOOD = (
    ("en", "good", "poor|bad"),
    ("de", "gut", "schlecht"),
    ("fr", "bon|bonne|bien", "mauvais|mauvaise|mal"),
    ("es", "bueno|buena|bien", "malo|mala|mal"),
    ("pt", "bom|boa|bem", "mau|má|ruim|mal"),
    ("it", "buono|buona|bene", "cattivo|cattiva|scarso|scarsa|male"),
    ("nl", "goed", "slecht"),
)
_FURTHER_GOOD = {
    "E": "excellent|outstanding|ausgezeichnet|hervorragend|exzellent|excellente|excelente"
    "|eccellente|ottimo|ottima|ótimo|ótima|uitstekend",
    "0": "fair|average|ok|okay|acceptable|mittel|mittelmäßig|durchschnittlich|moyen|moyenne"
    "|passable|regular|aceptable|médio|média|razoável|medio|media|gemiddeld",
    "-V": "terrible|awful|horrible|péssimo|péssima|pésimo|pésima|pessimo|pessima",
}
_FURTHER_AGREE = {
    "V": "stimme voll zu|stimme voll und ganz zu|stimme völlig zu|stimme vollständig zu"
    "|stimme stark zu|stimme sehr zu|trifft voll zu|trifft voll und ganz zu|trifft völlig zu"
    "|trifft vollständig zu|trifft genau zu|trifft sehr zu|concordo muito|concordo fortemente",
    "E": "concordo totalmente|concordo completamente|concordo plenamente",
    "P": "stimme zu|trifft zu|concordo",
    "M": "stimme weitgehend zu|stimme überwiegend zu|trifft weitgehend zu|trifft überwiegend zu",
    "W": "stimme eher zu|stimme etwas zu|trifft eher zu|trifft etwas zu"
    "|concordo parcialmente|concordo em parte|concordo um pouco",
    "0": "não concordo nem discordo|nem concordo nem discordo|ni en accord ni en désaccord",
    "-W": "stimme eher nicht zu|trifft eher nicht zu|lehne eher ab"
    "|discordo parcialmente|discordo em parte|discordo um pouco",
    "-P": "do not agree|don't agree|stimme nicht zu|trifft nicht zu|lehne ab|discordo"
    "|nicht einverstanden",
    "-V": "lehne völlig ab|lehne stark ab|discordo muito|discordo fortemente",
    "-E": "discordo totalmente|discordo completamente|discordo plenamente",
    "n0": "stimme überhaupt nicht zu|stimme gar nicht zu|stimme absolut nicht zu"
    "|trifft überhaupt nicht zu|trifft gar nicht zu|trifft absolut nicht zu",
}


def _words(
    rows: Iterable[tuple[str, str, str]], further: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Every word of a concept with its degree."""
    for language, good, bad in rows:
        goods, bads = good.split("|"), bad.split("|")
        for word in goods:
            yield word, "P"
            for degree, hows in _HOW[language].items():
                yield from ((f"{how} {word}", degree) for how in hows.split("|"))
        for word in bads:
            yield word, "-P"
            for degree in "EVMW":
                hows = _HOW[language].get(degree, "")
                yield from ((f"{how} {word}", f"-{degree}") for how in hows.split("|") if how)
        for pattern in _NEITHER[language].split("|"):
            yield from (
                (pattern.format(good=one, bad=other), "0") for one in goods for other in bads
            )
    for degree, words in further.items():
        yield from ((word, degree) for word in words.split("|"))


def _degrees(
    rows: Iterable[tuple[str, str, str]], further: Mapping[str, str] | None = None
) -> Degrees:
    found: dict[str, str] = {}
    for word, degree in _words(rows, further or {}):
        found.setdefault(plain(word), degree)
    return found


CONCEPTS: Mapping[str, Degrees] = {
    "satisfied": _degrees(_SATISFIED),
    "agree": _degrees(_AGREE, _FURTHER_AGREE),
    "likely": _degrees(_LIKELY),
    "easy": _degrees(_EASY),
    "good": _degrees(_GOOD, _FURTHER_GOOD),
}
"""The words of each thing that is asked about, with their degrees."""
