"""Which service of the chain does a line of a map mean, for whoever is asked?"""

from __future__ import annotations

from typing import NamedTuple

from valuechain.files.answer_map import AnswerMap, Asked, Word
from valuechain.model.chain import ValueChain
from valuechain.model.names import PartyNames
from valuechain.model.parts import Service
from valuechain.problems import nearest, quoted

_SHOWN = 5  # services that a hint lists


class Served(NamedTuple):
    """A service in the words of a survey."""

    provider: str
    customer: str
    delivers: str
    id: str


class AskedServices:
    """Finds parties and services; what is wrong is noted in the map, each mistake once."""

    def __init__(self, found: AnswerMap, chain: ValueChain) -> None:
        self.map: AnswerMap = found
        self._names = PartyNames(chain.parties)
        self.words: list[str] = list(
            dict.fromkeys(word for each in chain.parties.values() for word in (each.id, each.name))
        )
        self._by_ends: dict[tuple[str, str], list[Service]] = {}
        self._by_provider: dict[str, list[Service]] = {}
        for service in chain.services.values():
            ends = service.provider, service.customer
            self._by_ends.setdefault(ends, []).append(service)
            self._by_provider.setdefault(service.provider, []).append(service)
        self._noted: set[int] = set()

    def named(self, text: str) -> str | None:
        """The id of the party of this id or name, whatever its blanks."""
        return self._names.find(" ".join(text.split()))

    def party(self, word: Word, key: str = "") -> str | None:
        """The id of the party that the map means; one that is not there is noted."""
        found = self.named(word.text)
        if found is None:
            message = f"the chain has no party {quoted(word.text)}"
            hint = nearest(word.text, self.words) or "write the id of a party of the chain"
            if word.text in ("?", ""):
                message = "who is it?"
                hint = "fill in the id of a party of the chain"
                if key == "provider":
                    hint += ", or move the column under 'left_out:', such as - \"Any comments?\""
            self._refuse(word, message, hint)
        return found

    def provider(self, asked: Asked) -> str | None:
        """The provider of a question, if it delivers what is asked about."""
        word = asked.words.get("provider")
        if word is None:
            return None
        provider = self.party(word, "provider")
        if provider is None:
            return None
        services = self._by_provider.get(provider, [])
        if not services:
            self._refuse(word, f"{quoted(word.text)} serves nobody in the chain", "correct it")
            return None
        wanted = asked.words.get("delivers")
        known = [service.delivers for service in services if service.delivers]
        if wanted and known and not any(_is(service, wanted.text) for service in services):
            message = f"{quoted(word.text)} delivers no {quoted(wanted.text)}"
            some = ", ".join(map(quoted, list(dict.fromkeys(known))[:_SHOWN]))
            self._refuse(wanted, message, nearest(wanted.text, known) or f"it delivers {some}")
            return None
        return provider

    def runs(self, asked: Asked, provider: str, customer: str) -> bool:
        """Whether a service runs between the two that a question names; else it is noted."""
        if self._by_ends.get((provider, customer)):
            return True
        others = dict.fromkeys(service.customer for service in self._by_provider[provider])
        word = asked.words["customer"]
        message = f"no service runs from {quoted(provider)} to {quoted(customer)}"
        served = ", ".join(map(quoted, list(others)[:_SHOWN]))
        self._refuse(word, message, f"{quoted(provider)} serves {served}")
        return False

    def serves(self, provider: str, customer: str) -> bool:
        """Whether any service runs between the two."""
        return (provider, customer) in self._by_ends

    def meant(self, asked: Asked, provider: str, customer: str | None) -> Served | None:
        """The service to this customer; ``None`` where it has none of this provider."""
        between = self._by_ends.get((provider, customer or ""), [])
        wanted = asked.said("delivers")
        fitting = [service for service in between if _is(service, wanted)] if wanted else between
        if not fitting and len(between) == 1 and not between[0].delivers:
            fitting = between
        if not fitting:
            return None
        if len(fitting) > 1:
            some = ", ".join(
                quoted(each.id if wanted else each.delivers or each.id) for each in between[:_SHOWN]
            )
            message = (
                f"{len(fitting)} services run from {quoted(provider)} to {quoted(customer or '')}"
            )
            word = asked.words.get("delivers", asked.column)
            self._refuse(word, message, f"say which with 'delivers:': {some}")
            return None
        found = fitting[0]
        alike = [each for each in between if each.delivers.casefold() == found.delivers.casefold()]
        delivers = found.delivers if len(alike) == 1 else found.id
        return Served(provider, found.customer, delivers, found.id)

    def _refuse(self, word: Word, message: str, hint: str) -> None:
        if id(word) not in self._noted:
            self._noted.add(id(word))
            self.map.refuse(word.mark, message, hint)


def _is(service: Service, words: str) -> bool:
    """Whether these words mean the service: what it delivers, or its id."""
    return words.casefold() in (service.delivers.casefold(), service.id.casefold())
