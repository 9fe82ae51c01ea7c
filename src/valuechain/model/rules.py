"""What makes parties and services a chain: the rules that hold however the chain was made.

Each rule yields faults that name their subject; whoever knows where the subject stands (a line of a
file, an edge of a graph) turns the fault into a problem with its place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from valuechain.model.parts import (
    EITHER,
    PARTY_FIELDS,
    SERVICE_FIELDS,
    Party,
    Service,
    service_ids,
)
from valuechain.model.texts import Said, id_fault
from valuechain.problems import Fault, nearest, quoted
from valuechain.walks import circles, following, reached

SUGGESTED = 50  # suggestions worth computing: no more problems than that are printed
BESIDE = "'{}' beside '{}'", "keep the one that was asked"
"""What is said of two fields of which a service has one at most."""


def broken_structure(
    parties: Mapping[str, Party], services: Collection[Service]
) -> Iterator[Fault]:
    """The rules about how parties and services fit together, whatever their values."""
    faults = [*_alike(parties), *_bad_ends(parties, services)]
    yield from faults
    yield from _no_end(parties, services, sound=not faults)
    yield from total_loops(services)


def _alike(parties: Collection[str]) -> Iterator[Fault]:
    """Ids that look the same on the screen: alike but for Unicode normalisation."""
    if all(party_id.isascii() for party_id in parties):
        return
    seen: dict[str, str] = {}
    for party_id in parties:
        other = seen.setdefault(unicodedata.normalize("NFKC", party_id), party_id)
        if other != party_id:
            message = f"the id {quoted(party_id)} looks like {quoted(other)}"
            yield Fault(message, "use one spelling for one party", place=party_id, kind="party")


def _bad_ends(parties: Mapping[str, Party], services: Iterable[Service]) -> Iterator[Fault]:
    suggested = 0
    for service in services:
        provider, customer = parties.get(service.provider), parties.get(service.customer)
        if provider is None or customer is None:
            suggested += 1
            missing = service.provider if customer else service.customer
            yield _missing(service, missing, parties if suggested <= SUGGESTED else {})
        elif provider is customer:
            message = f"{quoted(service.provider)} serves itself"
            hint = "a service runs between two parties"
            yield Fault(message, hint, place=service.id, kind="service")
        elif provider.kind == "customer":
            ends = quoted(service.provider), quoted(service.customer)
            message = "the external customer {} serves {}".format(*ends)
            hint = "the chain ends at customers; list it under 'teams:' if it serves"
            yield Fault(message, hint, place=service.id, kind="service")


def _missing(service: Service, missing: str, known: Mapping[str, Party]) -> Fault:
    message = f"no party {quoted(missing)} is defined"
    return Fault(message, _which_party(missing, known), place=service.id, kind="missing")


def _which_party(missing: str, parties: Mapping[str, Party]) -> str:
    for party in parties.values():
        if party.name.casefold() == missing.casefold():
            return f"did you mean {quoted(party.id)}?"
    return nearest(missing, parties)


def _no_end(
    parties: Mapping[str, Party], services: Iterable[Service], *, sound: bool
) -> Iterator[Fault]:
    """Nothing to end at.

    Whom the services end at can only be said where all of their ends are `sound`.
    """
    customers = [party for party in parties.values() if party.kind == "customer"]
    if not customers:
        hint = "add 'customers:' with at least one party, such as 'customer:'"
        yield Fault("there is no external customer", hint, kind="no end")
    elif not any(party.share > 0 for party in customers):
        message = "all shares of the customers are 0"
        hint = "give at least one customer a share above 0"
        yield Fault(message, hint, place=customers[0].id, kind="party")
    elif sound and not any(parties[service.customer].kind == "customer" for service in services):
        hint = f"let some team serve {quoted(customers[0].id)}"
        yield Fault("nobody serves an external customer", hint, kind="no end")


def total_loops(services: Iterable[Service]) -> Iterator[Fault]:
    """Loops in which every service depends completely: nothing in them would have a cause.

    A range counts by its upper end: a dependence of up to 1 may be 1.
    """
    total = [service for service in services if _highest(service) >= 1]
    last = {(service.provider, service.customer): service.id for service in total}
    for loop in circles((service.provider for service in total), following(last)):
        dots = ["..."] * (len(loop) > 8)
        way = " -> ".join([*loop[:8], *dots, loop[0]])
        yield Fault(
            f"the loop {way} depends on itself completely, so nothing in it has a cause",
            "give one of its services a dependence below 1",
            place=last[loop[-1], loop[0]],
            kind="loop",
        )


def _highest(service: Service) -> float:
    return (service.dependence_range or (0.0, service.dependence))[1]


def remarks(parties: Mapping[str, Party], services: Iterable[Service]) -> Iterator[Fault]:
    """What is allowed and yet worth a look: parties out of reach, customers nobody serves."""
    ends = [(service.customer, service.provider) for service in services]
    suppliers = following(ends)
    providers = {provider for _, provider in ends}
    customers = [party.id for party in parties.values() if party.kind == "customer"]
    reaching = reached(customers, suppliers)
    for party in parties.values():
        name = quoted(party.id)
        if party.kind == "customer":
            if party.id not in suppliers:
                message = f"nobody serves the customer {name}"
                yield Fault(message, "let some team serve it", place=party.id, kind="party")
        elif party.id not in suppliers and party.id not in providers:
            message = f"the {party.kind} {name} neither serves anyone nor is served"
            yield Fault(message, "say whom it serves", place=party.id, kind="party")
        elif party.id not in reaching:
            message = f"from the {party.kind} {name} no external customer can be reached"
            yield Fault(message, "say whom it serves", place=party.id, kind="party")


# Values of the wrong type or out of range, for chains made in Python; a file's are checked where
# they stand.


def broken_values(parties: Iterable[Party], services: Iterable[Service]) -> Iterator[Fault]:
    """What is wrong with the fields of parties and services."""
    for party in parties:
        for message, hint in _party_values(party):
            yield Fault(message, hint, place=str(party.id), kind="party")
    known = list(services)
    expected = service_ids((service.provider, service.customer) for service in known)
    for service, own_id in zip(known, expected, strict=True):
        if service.id != own_id:
            message = f"service id {quoted(str(service.id))} does not fit its ends"
            yield Fault(message, f"it is {quoted(own_id)}", place=service.id, kind="service")
        for message, hint in _service_values(service):
            what = f"service {quoted(service.id)}: {message}"
            yield Fault(what, hint, place=service.id, kind="service")


def _party_values(party: Any) -> Iterator[Said]:
    shown = f"party {quoted(str(party.id))}"
    if fault := id_fault(party.id):
        yield fault
    for field in PARTY_FIELDS[1:]:  # all but the id
        found = list(field.faults(party))
        if not (found or field.is_of(party.kind)) and field.is_said(party):
            found = [(f"a {field.name} of {field.held(party)!r}", field.elsewhere)]
        for message, hint in found:
            yield f"{shown}: {message}", hint


def _service_values(service: Any) -> Iterator[Said]:
    for field in SERVICE_FIELDS:
        if not field.by_place:
            yield from field.faults(service)
    for one, other in EITHER:
        if getattr(service, one) is not None and getattr(service, other) is not None:
            yield BESIDE[0].format(one, other), BESIDE[1]
