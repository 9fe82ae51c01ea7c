"""What differs between two chains as they are written.

A readable diff of parties, services, and what is said of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

from valuechain.model.chain import CHAIN_FIELDS, ValueChain
from valuechain.model.fields import Field
from valuechain.model.parts import PARTY_FIELDS, SERVICE_FIELDS, Service
from valuechain.model.scenarios import Scenario

Kind: TypeAlias = Literal["chain", "party", "service", "scenario"]
_ENDS = ("id", "provider", "customer")  # what parties and services are known by


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
        return self.template.format(
            what=what, field=self.field, before=self.before, after=self.after
        )

    @property
    def template(self) -> str:
        """The sentence, with places for what differs and for how it was and is."""
        if not self.field and self.after:
            return "{what} appeared: {after}"
        if not self.field:
            return "{what} vanished: {before}"
        if not self.before:
            return "{what}: {field} {after} is new"
        if not self.after:
            return "{what}: {field} {before} is gone"
        return "{what}: {field} {before} -> {after}"

    def to_dict(self) -> dict[str, str]:
        """As plain Python values."""
        return asdict(self)


def differences(
    before: ValueChain, after: ValueChain, were: Mapping[str, str]
) -> tuple[Difference, ...]:
    """All differences, from the whole to its parts; `were` says what services were called."""
    return (
        *_fields("chain", "", before, after, CHAIN_FIELDS),
        *_parties(before, after),
        *_services(before, after, were),
        *_scenarios(before, after),
    )


def _parties(before: ValueChain, after: ValueChain) -> Iterator[Difference]:
    for party_id in dict.fromkeys((*before.parties, *after.parties)):
        then, now = before.parties.get(party_id), after.parties.get(party_id)
        if then and now:
            yield from _fields("party", party_id, then, now, PARTY_FIELDS)
        else:
            names = [party.name if party else "" for party in (then, now)]
            yield Difference("party", party_id, "", *names)


def _services(
    before: ValueChain, after: ValueChain, were: Mapping[str, str]
) -> Iterator[Difference]:
    known = {were.get(name, "") for name in after.services}
    for name, service in before.services.items():
        if name not in known:
            yield Difference("service", name, "", _in_words(service), "")
    for name, service in after.services.items():
        if name not in were:
            yield Difference("service", name, "", "", _in_words(service))
            continue
        if were[name] != name:
            yield Difference("service", name, "id", were[name], name)
        then = before.services[were[name]]
        yield from _fields("service", name, then, service, SERVICE_FIELDS)


def _in_words(service: Service) -> str:
    return str(service).partition(": ")[2] or str(service)


def _scenarios(before: ValueChain, after: ValueChain) -> Iterator[Difference]:
    for name in dict.fromkeys((*before.scenarios, *after.scenarios)):
        then, now = before.scenarios.get(name), after.scenarios.get(name)
        if then != now:
            field = "settings" * bool(then and now)
            yield Difference("scenario", name, field, _settings(then), _settings(now))


def _settings(scenario: Scenario | None) -> str:
    if scenario is None:
        return ""
    return str(scenario).removeprefix(f"{scenario.name}: ")


def _fields(
    kind: Kind, name: str, before: Any, after: Any, fields: tuple[Field, ...]
) -> Iterator[Difference]:
    for field in fields:
        if field.name in _ENDS or field.held(before) == field.held(after):
            continue
        then, now = field.say(before), field.say(after)
        if then != now:
            yield Difference(kind, name, field.name, then, now)
