"""Whom is meant? A party or a service by its id, or by the name that people call it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from valuechain.model.chain import ValueChain
from valuechain.model.parts import Party
from valuechain.problems import ArgumentError, nearest, quoted, unknown


class PartyNames:
    """Parties by id, or by a name that only one of them has, whatever its capitals."""

    def __init__(self, parties: Mapping[str, Party]) -> None:
        self._parties = parties
        self._names: dict[str, str | None] = {}
        for party in parties.values():
            for word in {party.id.casefold(), party.name.casefold()}:
                self._names[word] = None if word in self._names else party.id

    def find(self, word: str) -> str | None:
        """The id of the party that is meant, ``None`` for none or several."""
        return word if word in self._parties else self._names.get(word.casefold())


def party_named(chain: ValueChain, text: str) -> str:
    """The id of a party.

    Raises:
        UnknownNameError: there is none of this id or name, or several.
    """
    found = PartyNames(chain.parties).find(text)
    if found is None:
        words = dict.fromkeys(party.name for party in chain.parties.values())
        if nearest(text, chain.parties):  # an id that is misspelt
            words = dict.fromkeys(chain.parties)
        raise unknown("party", text, words)
    return found


def for_customer(chain: ValueChain, text: str) -> ValueChain:
    """The chain in which one external customer alone counts, by its id or name.

    Raises:
        UnknownNameError: there is no such party.
        ArgumentError: it is no external customer.
    """
    name: object = text
    if not isinstance(name, str):
        raise ArgumentError(f"customer is an id or a name, not {name!r:.60}")
    customer = party_named(chain, text)
    if chain.parties[customer].kind != "customer":
        customers = [quoted(each) for each in chain.external_customers[:8]]
        there = f"external customers are {', '.join(customers)}"
        raise ArgumentError(f"{quoted(text)} is no external customer: {there}")
    parties = dict(chain.parties)
    for other in chain.external_customers:
        parties[other] = replace(parties[other], share=float(other == customer))
    title = ": ".join(filter(None, (chain.title, chain.parties[customer].name)))
    return replace(chain, parties=parties, title=title)


def service_named(chain: ValueChain, text: str) -> str:
    """The id of a service, given by its id or with the names of its ends.

    Raises:
        UnknownNameError: there is none.

    >>> from valuechain import loads
    >>> chain = loads("{valuechain: 1, teams: {a: {name: Shop, serves: {c: }}}, customers: {c: }}")
    >>> service_named(chain, "shop -> C")
    'a->c'
    """
    if text in chain.services:
        return text
    provider, arrow, rest = text.partition("->")
    customer, mark, number = rest.partition("#")
    names = PartyNames(chain.parties)
    ends = names.find(provider.strip()), names.find(customer.strip())
    meant = f"{ends[0]}{arrow}{ends[1]}{mark}{number}"
    if meant not in chain.services:
        raise unknown("service", text, chain.services)
    return meant


def setting_named(chain: ValueChain, text: str) -> str:
    """The id of a service, or of a party, whichever is meant.

    Raises:
        UnknownNameError: there is none.
    """
    if "->" in text:
        return service_named(chain, text)
    return party_named(chain, text)
