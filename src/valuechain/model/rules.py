"""What makes parties and services a chain: the rules that hold however the chain was made.

Each rule yields faults that name their subject; whoever knows where the subject stands (a line of a
file, an edge of a graph) turns the fault into a problem with its place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from valuechain.model.criticality_rules import broken_criticalities
from valuechain.model.parts import (
    EITHER,
    PARTY_FIELDS,
    REACHABLE,
    SERVICE_FIELDS,
    TARGET,
    Party,
    Service,
    service_ids,
)
from valuechain.model.revenue import other_currencies
from valuechain.model.score import as_percentage
from valuechain.model.short_form import short_form
from valuechain.model.texts import Said, id_fault
from valuechain.model.time_rules import mixed_days, standards_above_promises
from valuechain.problems import PRINTED, Fault, nearest, quoted
from valuechain.typography import hidden, twins
from valuechain.walks import circles, following, reached

AT_REACHABLE = "\n\nreachable"
"""Where the chain says what is reachable: nothing else is called so."""
NO_CUSTOMER = "there is no external customer"
BESIDE = "'{}' beside '{}'", "keep the one that was asked"
"""What is said of two fields of which a service has one at most."""


def broken_structure(
    parties: Mapping[str, Party], services: Collection[Service], whole: Mapping[str, Any]
) -> Iterator[Fault]:
    """The rules about how parties and services fit together, whatever their values.

    `whole` is what is said of the chain itself, by the names of its fields.
    """
    faults = [*_alike(parties), *_bad_ends(parties, services)]
    yield from faults
    yield from _no_end(parties, services, sound=not faults)
    yield from total_loops(services, weakest=whole.get("rule") == "weakest")
    reachable, target = whole.get("reachable", REACHABLE), whole.get("target", TARGET)
    yield from below_target(reachable, target, services)
    yield from more_answers_than_people(parties, services)
    yield from standards_above_promises(parties, services)
    yield from broken_criticalities(services, whole.get("rule"))
    yield from other_currencies((party.id, party.revenue) for party in parties.values())


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
            yield _missing(service, missing, parties if suggested <= PRINTED else {})
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
        yield Fault(NO_CUSTOMER, hint, kind="no end")
    elif not any(party.share > 0 for party in customers):
        message = "all shares of the customers are 0"
        hint = "give at least one customer a share above 0"
        yield Fault(message, hint, place=customers[0].id, kind="party")
    elif sound and not any(parties[service.customer].kind == "customer" for service in services):
        hint = f"let some team serve {quoted(customers[0].id)}"
        yield Fault("nobody serves an external customer", hint, kind="no end")


def total_loops(services: Iterable[Service], *, weakest: bool) -> Iterator[Fault]:
    """Parties that depend on one another completely: nothing among them would have a cause.

    A set in which everyone has either a critical service of dependence 1 from the set, or all its
    services, of dependence 1, from the set. Under the rule ``weakest`` every service is critical,
    and a criticality of 0 passes on all that its provider lacks. A range counts by its upper end: a
    dependence of up to 1 may be 1.
    """
    every = list(services)
    if not any(map(_passes_all, every)):
        return  # as nearly always
    into: dict[str, list[Service]] = {}
    for service in every:
        into.setdefault(service.customer, []).append(service)
    holding = _held_by_one_another(into, weakest=weakest)
    total = [
        service
        for customer in holding
        for service in into[customer]
        if service.provider in holding and _passes_all(service)
    ]
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


def _held_by_one_another(
    into: Mapping[str, Collection[Service]], *, weakest: bool
) -> dict[str, None]:
    """The largest set of parties each of which is held by the others, in file order.

    Whoever is held by nobody leaves it, and then perhaps those whom it held.
    """

    def is_held(party: str) -> bool:
        total = [each for each in into[party] if _passes_all(each) and each.provider in left]
        if any(weakest or service.critical or service.criticality == 0 for service in total):
            return True
        return len(total) == len(into[party])

    out_of = following((each.provider, each.customer) for some in into.values() for each in some)
    left = dict.fromkeys(into)
    waiting = [party for party in into if any(_highest(each) < 1 for each in into[party])]
    waiting += [party for party in into if any(each.provider not in into for each in into[party])]
    while waiting:
        party = waiting.pop()
        if party in left and not is_held(party):
            del left[party]
            waiting += out_of.get(party, ())
    return left


def _passes_all(service: Service) -> bool:
    """Whether all that its provider lacks may reach its customer."""
    return _highest(service) >= 1 or service.criticality == 0


def _highest(service: Service) -> float:
    return service.dependence_range[1] if service.dependence_range else service.dependence


def below_target(reachable: float, target: float, services: Iterable[Service]) -> Iterator[Fault]:
    """What a well-run provider is said to reach, where that lies below what is aimed at.

    Said of the chain, or of a service itself; what follows from the defaults is a remark.
    """
    hint = "a well-run provider reaches at least the target: raise 'reachable', or lower 'target'"
    if reachable < target and reachable != REACHABLE:
        message = f"reachable, {as_percentage(reachable)}, lies below the target of "
        yield Fault(f"{message}{as_percentage(target)}", hint, place=AT_REACHABLE, kind="chain")
    for service in services:
        own = service.reachable
        if own < service.target and own != reachable:
            message = f"service {quoted(service.id)}: reachable, {as_percentage(own)}, lies below "
            aim = f"its target of {as_percentage(service.target)}"
            yield Fault(f"{message}{aim}", hint, place=service.id, kind="service")


def more_answers_than_people(
    parties: Mapping[str, Party], services: Iterable[Service]
) -> Iterator[Fault]:
    """Scores, of aspects too, with more answers than the party served has people."""
    if not any(party.people for party in parties.values()):
        return
    for service in services:
        people = getattr(parties.get(service.customer), "people", None)
        if people is None:
            continue
        for word, score in (("", service.satisfaction), *service.aspects):
            if score is not None and (score.answers or 0) > people:
                customer = quoted(service.customer)
                about = f" about {quoted(word)}" if word else ""
                yield Fault(
                    f"{quoted(service.id)} has {score.responses} responses{about}, but {customer} "
                    f"only {people} {'person' if people == 1 else 'people'}",
                    f"correct 'people' of {customer} or the responses",
                    place=service.id,
                    kind="service",
                )


def remarks(parties: Mapping[str, Party], services: Iterable[Service]) -> Iterator[Fault]:
    """What is allowed and yet worth a look: parties out of reach, customers nobody serves."""
    yield from _aiming_high(services)
    yield from _scores_delivered(services)
    yield from _told_apart_by_spelling(parties)
    yield from _called_the_same(parties)
    yield from _hidden(parties)
    yield from mixed_days(parties.values(), services)
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


def _aiming_high(services: Iterable[Service]) -> Iterator[Fault]:
    """Services that aim at more than a well-run provider is said to reach."""
    high = [service for service in services if service.reachable < service.target]
    if not high:
        return
    others = f" and {len(high) - 1} more" * (len(high) > 1)
    aims = "aim" if others else "aims"
    message = f"{quoted(high[0].id)}{others} {aims} at {as_percentage(high[0].target)}"
    reach = f"only {as_percentage(high[0].reachable)} is taken to be reachable"
    hint = f"{reach}; write what is as 'reachable:'"
    yield Fault(message, hint, place=high[0].id, kind="service")


def _scores_delivered(services: Iterable[Service]) -> Iterator[Fault]:
    """Scores in the place of what is delivered, which is where a lone text goes."""
    for service in services:
        if service.score is None and _is_score(service.delivers):
            score = quoted(service.delivers)
            message = f"{quoted(service.id)} delivers {score}, which looks like a score"
            hint = f"if it is one, write 'satisfaction: {service.delivers}'"
            yield Fault(message, hint, place=service.id, kind="service")


def _is_score(text: str) -> bool:
    """Whether a file would take it for one: not 24/7, which is delivered."""
    try:
        short_form(text)
    except Fault:
        return False
    return True


def _told_apart_by_spelling(parties: Mapping[str, Party]) -> Iterator[Fault]:
    """Departments that are two because of how they are spelt, and ids that nobody tells apart."""
    first: dict[str, str] = {}
    for party in parties.values():
        first.setdefault(party.group, party.id)
    for group, other, why in twins(first):
        message = f"the group {quoted(group)} beside {quoted(other)}: it {why}"
        yield Fault(message, "use one spelling", place=first[group], kind="party")
    for party_id, other, why in twins(parties):
        message = f"the id {quoted(party_id)} beside {quoted(other)}: it {why}"
        yield Fault(message, "is it another party?", place=party_id, kind="party")


def _called_the_same(parties: Mapping[str, Party]) -> Iterator[Fault]:
    """Names that several bear: sentences and tables tell names, not ids."""
    bearers: dict[str, list[str]] = {}
    for party in parties.values():
        bearers.setdefault(party.name, []).append(party.id)
    for name, (first, *others) in bearers.items():
        if others:
            more = f" and {len(others) - 1} more" * (len(others) > 1)
            message = f"{quoted(first)}, {quoted(others[0])}{more} are all called {quoted(name)}"
            if not more:
                message = f"{quoted(first)} and {quoted(others[0])} are both called {quoted(name)}"
            hint = "give each a name of its own, for answers tell names"
            yield Fault(message, hint, place=others[0], kind="party")


def _hidden(parties: Mapping[str, Party]) -> Iterator[Fault]:
    """Ids, names and departments with characters that nobody sees."""
    for party in parties.values():
        for text in dict.fromkeys((party.id, party.name, party.group)):
            if found := hidden(text):
                message = f"{quoted(text)} has {found} that nobody sees"
                yield Fault(message, "leave it out", place=party.id, kind="party")


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
