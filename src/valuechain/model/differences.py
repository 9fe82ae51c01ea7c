"""What differs between two chains as they are written: a readable diff of parties, services, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

from valuechain.model.chain import ValueChain
from valuechain.model.parts import Party, Service
from valuechain.model.score import as_percentage

Kind: TypeAlias = Literal["chain", "party", "service", "scenario"]
_PARTY = ("name", "kind", "group", "people", "share", "column")
_SERVICE = (
    "delivers",
    "satisfaction",
    "quality",
    "weight",
    "dependence",
    "critical",
    "target",
    "aspects",
    "improve",
)
_CHAIN = ("title", "target", "dependence", "rule")


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    Attributes:
        kind: of what: the chain, a party, a service or a scenario.
        id: of which, ``""`` for the chain.
        field: what is said of it, by the file format's name; ``""`` where it appeared or vanished.
        before, after: in words, ``""`` for nothing.

    >>> print(Difference("service", "clerk->designer", "satisfaction", "3.4/5", "4.2/5"))
    service clerk->designer: satisfaction 3.4/5 -> 4.2/5
    """

    kind: Kind
    id: str
    field: str
    before: str
    after: str

    def __str__(self) -> str:
        what = f"{self.kind} {self.id}".strip()
        if not self.field:
            return f"{what} {'appeared' if self.after else 'vanished'}: {self.after or self.before}"
        if not self.before:
            return f"{what}: {self.field} {self.after} is new"
        return (
            f"{what}: {self.field} {self.before} -> {self.after}"
            if self.after
            else f"{what}: {self.field} {self.before} is gone"
        )

    def to_dict(self) -> dict[str, str]:
        """As plain Python values."""
        return asdict(self)


def differences(
    before: ValueChain, after: ValueChain, were: Mapping[str, str]
) -> tuple[Difference, ...]:
    """All differences, from the whole to its parts; `were` says what services were called."""
    return tuple(_all(before, after, were))


def _all(before: ValueChain, after: ValueChain, were: Mapping[str, str]) -> Iterator[Difference]:
    yield from _fields("chain", "", before, after, _CHAIN)
    for party in dict.fromkeys((*before.parties, *after.parties)):
        then, now = before.parties.get(party), after.parties.get(party)
        if then and now:
            yield from _fields("party", party, then, now, _PARTY)
        else:
            yield Difference("party", party, "", then.name if then else "", now.name if now else "")
    known = {were.get(name, "") for name in after.services}
    for name, service in before.services.items():
        if name not in known:
            yield Difference(
                "service", name, "", str(service).partition(": ")[2] or str(service), ""
            )
    for name, service in after.services.items():
        if name in were:
            yield from _renamed(were[name], name)
            yield from _fields("service", name, before.services[were[name]], service, _SERVICE)
        else:
            yield Difference(
                "service", name, "", "", str(service).partition(": ")[2] or str(service)
            )
    for name in dict.fromkeys((*before.scenarios, *after.scenarios)):
        old, new = (chain.scenarios.get(name) for chain in (before, after))
        if old != new:
            told = [
                str(scenario).removeprefix(f"{name}: ") if scenario else ""
                for scenario in (old, new)
            ]
            yield Difference("scenario", name, "settings" if old and new else "", *told)


def _renamed(was: str, now: str) -> Iterator[Difference]:
    if was != now:
        yield Difference("service", now, "id", was, now)


def _fields(
    kind: Kind, name: str, before: Any, after: Any, fields: tuple[str, ...]
) -> Iterator[Difference]:
    for field in fields:
        old, new = (_words(holder, field) for holder in (before, after))
        if old != new:
            yield Difference(kind, name, field, old, new)


def _words(holder: ValueChain | Party | Service, field: str) -> str:
    """What is said in a field, in the words of the file; ``""`` for nothing."""
    value = getattr(holder, field)
    if field == "dependence" and (ends := getattr(holder, "dependence_range", None)):
        return f"{ends[0]:g}..{ends[1]:g}"
    if field in ("aspects", "improve"):
        return ", ".join(
            f"{part[0]} {part[1]}" if field == "aspects" else _action(part) for part in value
        )
    if field == "target":
        return as_percentage(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _action(action: Any) -> str:
    return f"{action.action} ({action.cost:g} for {as_percentage(action.quality)})"
