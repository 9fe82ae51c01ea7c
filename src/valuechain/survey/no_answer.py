"""Does an answer say that there is none? ``N/A``, ``keine Angabe``, ``sans opinion``, ``-``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from valuechain.survey.label_words import plain
from valuechain.survey.numbered import number_and_label

_DASHES = frozenset(("-", "--", "---"))
_WORDS = """
n/a|na|#n/a|#na|#nv|#n/d|#n/b|n.a|n. a|n.d|n/d|nd|n.v.t|nvt|nan|<na>|null|missing|?
not applicable|not available|prefer not to say|prefer not to answer|i prefer not to say
i prefer not to answer|i'd rather not say|would rather not say|rather not say|don't know
dont know|do not know|i don't know|i do not know|no opinion|no answer|not answered
unanswered|no response|cannot say|can't say|cannot judge|can't judge|unable to judge
unable to say|unknown|skipped|declined|declined to answer|refused|dk|dk/na|no experience
does not apply|doesn't apply|not asked|not used|none|blank|empty|n/z
keine angabe|keine angaben|k. a|k.a|ka|k/a|weiß nicht|weiß ich nicht|ich weiß nicht
ich weiß es nicht|keine antwort|nicht beantwortet|keine meinung|nicht zutreffend
kann nicht beurteilen|kann nicht beurteilt werden|leer|nicht gefragt|nicht genutzt
entfällt|nicht relevant|ohne angabe|o. a|o.a|möchte ich nicht sagen
möchte ich nicht beantworten|möchte nicht antworten|kann ich nicht beurteilen
kann ich nicht sagen|nicht beurteilbar|unbekannt|nicht bekannt
sans opinion|ne sait pas|ne sais pas|je ne sais pas|nsp|ne se prononce pas
je ne me prononce pas|sans réponse|pas de réponse|aucune réponse|non concerné
non concernée|pas concerné|pas concernée|vide
non applicable|sans objet|s.o|s/o|préfère ne pas répondre
je préfère ne pas répondre|préfère ne pas dire|je préfère ne pas le dire|pas d'avis
sans avis|non renseigné|aucune opinion
no sabe|no sé|no lo sé|no contesta|ns/nc|nsnc|no sabe/no contesta|sin respuesta
sin opinión|no aplica|no aplicable|no procede|no corresponde|prefiero no responder
prefiero no contestar|prefiero no decirlo|prefiero no decir|no opina|sin datos
não sabe|não sei|não responde|não respondeu|ns/nr|não sabe/não responde|sem resposta
sem opinião|não aplicável|não se aplica|prefiro não responder|prefiro não dizer
non so|non lo so|non saprei|non sa|non risponde|non sa/non risponde|nessuna risposta
senza risposta|nessuna opinione|senza opinione|non applicabile|non pertinente
preferisco non rispondere|preferisco non dirlo|non risposto|non disponibile
weet niet|weet ik niet|ik weet het niet|weet het niet|geen antwoord|geen mening
niet van toepassing|zeg ik liever niet|wil ik niet zeggen|liever niet zeggen
geen opgave|onbekend|niet beantwoord
"""
_NONE = frozenset(
    plain(words) for line in _WORDS.splitlines() for words in line.split("|") if words
)
_PARTS = re.compile(r"\s*/\s*|\s*,\s+|\s+(?:or|oder|ou|o|of)\s+")
_BRACKETED = re.compile(r"[(\[<](.*)[)\]>]")


@lru_cache(maxsize=4096)  # the same few words stand in many columns
def is_no_answer(text: str) -> bool:
    """Whether these words say that somebody gave no answer; an empty text does not say it.

    Dashes do, too: where marks are ``++`` to ``--`` ask `no_answers`.

    >>> [is_no_answer(text) for text in ("N/A", "Keine Angabe", "don't know / n. a.", "-", "4")]
    [True, True, True, True, False]
    """
    words = plain(text)
    if bracketed := _BRACKETED.fullmatch(words):
        words = plain(bracketed[1])
    if _says_none(words):
        return True
    head, bracket, _ = words.partition("(")
    if bracket and _says_none(plain(head)):
        return True
    numbered = number_and_label(text)
    if numbered and _says_none(plain(numbered[1])):
        return True
    parts = _PARTS.split(words)
    return len(parts) > 1 and all(map(_says_none, parts))


def _says_none(words: str) -> bool:
    return words in _NONE or words in _DASHES


def no_answers(texts: Iterable[str]) -> frozenset[str]:
    """Those of the answers to a survey that are none.

    A dash is the mark of somebody unsatisfied where others give a plus.

    >>> sorted(no_answers(["4", "-", "n/a"])), sorted(no_answers(["+", "-", "n/a"]))
    (['-', 'n/a'], ['n/a'])
    """
    found = frozenset(texts)
    none = frozenset(filter(is_no_answer, found))
    if not found.isdisjoint(("+", "++")):
        return frozenset(text for text in none if plain(text) not in _DASHES)
    return none
