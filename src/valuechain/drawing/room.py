"""Is it more than a picture holds? Said before anything is drawn."""

from __future__ import annotations

from valuechain.model.chain import ValueChain
from valuechain.model.parts import Party
from valuechain.problems import ArgumentError

PARTS, CELLS = 300_000, 30_000
"""Boxes and arrows, or points, of a picture; what serves whom in a matrix. Some minutes."""


def check_room(chain: ValueChain, view: str, *, fold: bool) -> None:
    """Refuse what nobody could look at, and what would fill the memory.

    Raises:
        ArgumentError: with the limit, and the way out.
    """
    parties, services = len(chain.parties), len(chain.services)
    most = CELLS if view == "matrix" else PARTS
    if parties + services <= most:
        return
    if fold:
        into = {party.id: _folds_into(party) for party in chain.parties.values()}
        parties = len(set(into.values()))
        ends = {(into[each.provider], into[each.customer]) for each in chain.services.values()}
        services = sum(provider != customer for provider, customer in ends)
    if view == "map":
        parties = 0
    if parties + services > most:
        raise ArgumentError(_too_many(parties, services, most, view))


def _folds_into(party: Party) -> str:
    """What stands for it where departments are boxes."""
    if party.kind == "customer" or not party.group.strip():
        return party.id
    return f"#{party.group.strip()}"


def _too_many(parties: int, services: int, most: int, view: str) -> str:
    many = f"{parties:,} boxes and {services:,} arrows are"
    way = "give the parties a group, and collapse='group' folds them into one box each"
    if view == "matrix":
        many = f"{parties:,} parties or departments and {services:,} pairs of them are"
        way = "give the parties a group, and each is one row and one column"
    if view == "map":
        many = f"{services:,} services are"
        way = "leave out what is not asked about"
    return f"{many} more than a picture holds ({most:,}): {way}, or draw the view walk"
