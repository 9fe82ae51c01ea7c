"""A chain as two tables, parties and services: rows of plain values under the file format's names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from valuechain.model.chain import ValueChain
    from valuechain.model.parts import Party, Service

Row: TypeAlias = dict[str, Any]
CHAIN = "chain"
"""The kind of the row that says what holds for the whole chain."""
PARTY_COLUMNS = ("id", "name", "kind", "group", "people", "share", "column", "target", "dependence", "rule")
SERVICE_COLUMNS = ("provider", "customer", "delivers", "satisfaction", "quality", "weight", "dependence", "critical", "target")
ASPECTS = "aspects."
"""What the heading of an aspect's column begins with."""


class Tables(NamedTuple):
    """A chain as rows: `parties`, of which the first is the chain itself, and `services`."""

    parties: list[Row]
    services: list[Row]


def to_tables(chain: ValueChain) -> Tables:
    """See `ValueChain.to_tables`."""
    head = dict.fromkeys(PARTY_COLUMNS) | {"name": chain.title or None, "kind": CHAIN, "target": chain.target, "rule": chain.rule}
    head["dependence"] = _dependence(chain)
    parties = [head, *(_party(party) for party in chain.parties.values())]
    words = dict.fromkeys(word for service in chain.services.values() for word, _ in service.aspects)
    return Tables(parties, [_service(service, list(words)) for service in chain.services.values()])


def _party(party: Party) -> Row:
    own = {"id": party.id, "name": party.name, "kind": party.kind, "group": party.group or None, "people": party.people}
    share = party.share if party.kind == "customer" else None
    return dict.fromkeys(PARTY_COLUMNS) | own | {"share": share, "column": party.column}


def _service(service: Service, words: list[str]) -> Row:
    row: Row = {name: getattr(service, name) for name in SERVICE_COLUMNS}
    row |= {"delivers": service.delivers or None, "dependence": _dependence(service)}
    row |= {name: str(row[name]) for name in ("satisfaction", "quality") if row[name] is not None}
    aspects = dict(service.aspects)
    return row | {ASPECTS + word: str(aspects[word]) if word in aspects else None for word in words}


def _dependence(holder: ValueChain | Service) -> float | str:
    ends = holder.dependence_range
    return holder.dependence if ends is None else "..".join(repr(float(end)) for end in ends)
