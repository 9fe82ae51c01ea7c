"""Which times contradict one another? Standards that no promise leaves room for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from valuechain.model.durations import Duration, longer, units_in
from valuechain.model.parts import Party, Service
from valuechain.problems import Fault, quoted
from valuechain.walks import following


def standards_above_promises(
    parties: Mapping[str, Party], services: Collection[Service]
) -> Iterator[Fault]:
    """Standards longer than what a customer is promised to whom the service leads."""
    promises = ((party.promise, party.id) for party in parties.values())
    promised = [(promise, customer) for promise, customer in promises if promise is not None]
    if not promised or not any(service.standard for service in services):
        return
    shortest = _shortest(sorted(promised, key=lambda pair: pair[0].high), services)
    for service in services:
        standard, tightest = service.standard, shortest.get(service.customer)
        if standard is None or tightest is None:
            continue
        promise, customer = tightest
        if longer(standard.high, promise.high):
            message = f"the standard of {quoted(service.id)}, {standard}, is longer than the "
            yield Fault(
                f"{message}promise to {quoted(customer)}, {promise}",
                "shorten the standard, or promise less",
                place=service.id,
                kind="service",
            )


def mixed_days(parties: Iterable[Party], services: Iterable[Service]) -> Iterator[Fault]:
    """Times in working days, which have 8 hours here, beside others in days of 24."""
    times = [party.promise for party in parties]
    for service in services:
        times += [service.takes, service.standard]
    units = {unit for time in times if time is not None for unit in units_in(time.text)}
    if {"d", "working day"} <= units:
        yield Fault(
            "some times are in working days (8 h) and some in days (24 h)",
            "count all of them in one kind of day, or a promise of 3 d holds for 9 working days",
        )


def _shortest(
    promised: list[tuple[Duration, str]], services: Collection[Service]
) -> dict[str, tuple[Duration, str]]:
    """The shortest promise to a customer to whom each party's work leads."""
    before = following((service.customer, service.provider) for service in services)
    found: dict[str, tuple[Duration, str]] = {}
    for promise, customer in promised:
        waiting = [customer]
        while waiting:
            party = waiting.pop()
            if party not in found:
                found[party] = promise, customer
                waiting += before.get(party, ())
    return found
