"""What makes parties and services a chain: the rules that hold however the chain was made.

Each rule yields faults that name their subject; whoever knows where the subject stands (a line of a
file, an edge of a graph) turns the fault into a problem with its place.
"""

from __future__ import annotations

import math
import re
import sys
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from valuechain.model.parts import KINDS, RULES, Party, Service, middle, service_ids
from valuechain.model.score import Score, is_count
from valuechain.problems import ArgumentError, Fault, ModelError, nearest, quoted

LONGEST = 100_000
"""Characters of the longest text a file may have."""
_BIDIRECTIONAL = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# All that YAML 1.2 does not count as printable, line breaks that only YAML 1.1 knows, and what
# reorders text on a screen.
UNSAFE = re.compile(
    f"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029\ufeff{_BIDIRECTIONAL}]"
)
SUGGESTED = 50  # suggestions worth computing: no more problems than that are printed


def unsafe_name(character: str) -> str:
    """What kind of character this is, and which.

    >>> unsafe_name(chr(0))
    'control character U+0000'
    """
    kind = "bidirectional" if re.match(f"[{_BIDIRECTIONAL}]", character) else "control"
    return f"{kind} character U+{ord(character):04X}"


def text_fault(text: str) -> tuple[str, str] | None:
    """Why this text cannot stand in a file (message, hint), or ``None``."""
    if len(text) > LONGEST:
        return f"a text of {len(text):,} characters", f"at most {LONGEST:,} are read"
    if text.isprintable():
        return None
    found = UNSAFE.search(text) or re.search("\r", text)
    return (f"a text with a {unsafe_name(found[0])}", "leave it out") if found else None


def id_fault(party_id: str) -> tuple[str, str] | None:
    """Why this text cannot be a party's id (message, hint), or ``None``."""
    if party_id.isidentifier():  # nearly every id, found out at once
        return None
    if not party_id:
        return "a party needs an id", "give it a short name, such as 'clerk:'"
    if party_id != party_id.strip():
        return (
            f"the id {quoted(party_id)} has white space at its ends",
            f"write {quoted(party_id.strip())}",
        )
    for mark in ("->", "#"):
        if mark in party_id:
            return (
                f"the id {quoted(party_id)} contains '{mark}', which service ids are made of",
                "leave it out here; 'name:' may have it",
            )
    if re.search("[\t\n\r]", party_id):
        return f"the id {quoted(party_id)} contains a control character", "leave it out here"
    return text_fault(party_id)


def broken_structure(
    parties: Mapping[str, Party], services: Collection[Service]
) -> Iterator[Fault]:
    """The rules about how parties and services fit together, whatever their values."""
    faults = [*_alike(parties), *_bad_ends(parties, services)]
    yield from faults
    yield from _no_end(parties, services, sound=not faults)
    yield from total_loops(services)


def _alike(parties: Iterable[str]) -> Iterator[Fault]:
    """Ids that look the same on the screen: alike but for Unicode normalisation."""
    unusual = [party_id for party_id in parties if not party_id.isascii()]
    if not unusual:
        return
    seen: dict[str, str] = {}
    for party_id in parties:
        form = party_id if party_id.isascii() else unicodedata.normalize("NFKC", party_id)
        other = seen.setdefault(form, party_id)
        if other != party_id:
            yield Fault(
                f"the id {quoted(party_id)} looks like {quoted(other)}",
                "use one spelling for one party",
                place=party_id,
                kind="party",
            )


def _bad_ends(parties: Mapping[str, Party], services: Iterable[Service]) -> Iterator[Fault]:
    suggested = 0
    for service in services:
        provider, customer = parties.get(service.provider), parties.get(service.customer)
        if provider is None or customer is None:
            missing = service.customer if customer is None else service.provider
            suggested += 1
            hint = _which_party(missing, parties) if suggested <= SUGGESTED else ""
            yield Fault(
                f"no party {quoted(missing)} is defined", hint, place=service.id, kind="missing"
            )
        elif provider is customer:
            yield Fault(
                f"{quoted(service.provider)} serves itself",
                "a service runs between two parties",
                place=service.id,
                kind="service",
            )
        elif provider.kind == "customer":
            message = f"the external customer {quoted(service.provider)} serves {quoted(service.customer)}"
            yield Fault(
                message,
                "the chain ends at customers; list it under 'teams:' if it serves",
                place=service.id,
                kind="service",
            )


def _which_party(missing: str, parties: Mapping[str, Party]) -> str:
    for party in parties.values():
        if party.name.casefold() == missing.casefold():
            return f"did you mean {quoted(party.id)}?"
    return nearest(missing, parties)


def _no_end(
    parties: Mapping[str, Party], services: Iterable[Service], *, sound: bool
) -> Iterator[Fault]:
    """Nothing to end at; whom the services end at can only be told where all of their ends are `sound`."""
    customers = [party for party in parties.values() if party.kind == "customer"]
    if not customers:
        yield Fault(
            "there is no external customer",
            "add 'customers:' with at least one party, such as 'customer:'",
            kind="no end",
        )
    elif not any(party.share > 0 for party in customers):
        yield Fault(
            "all shares of the customers are 0",
            "give at least one customer a share above 0",
            place=customers[0].id,
            kind="party",
        )
    elif sound and not any(parties[service.customer].kind == "customer" for service in services):
        yield Fault(
            "nobody serves an external customer",
            f"let some team serve {quoted(customers[0].id)}",
            kind="no end",
        )


def total_loops(services: Iterable[Service]) -> Iterator[Fault]:
    """Loops in which every service depends completely (dependence 1, or up to 1): nothing in them would have a cause."""
    total = [
        service
        for service in services
        if (service.dependence_range or (0.0, service.dependence))[1] >= 1
    ]
    following: dict[str, list[Service]] = {}
    incoming: dict[str, int] = {}
    for service in total:
        following.setdefault(service.provider, []).append(service)
        incoming[service.customer] = incoming.get(service.customer, 0) + 1
    free = [party for party in following if party not in incoming]
    while free:  # Kahn: what can be peeled off from the start is in no loop
        for service in following.pop(free.pop(), ()):
            incoming[service.customer] -= 1
            if not incoming[service.customer]:
                del incoming[service.customer]
                free.append(service.customer)
    rest = [
        service
        for party in following
        for service in following[party]
        if service.customer in incoming
    ]
    while loop := _one_loop(rest):
        way = " -> ".join(
            [
                *(service.provider for service in loop[:8]),
                *(["..."] if len(loop) > 8 else []),
                loop[0].provider,
            ]
        )
        yield Fault(
            f"the loop {way} depends on itself completely, so nothing in it has a cause",
            "give one of its services a dependence below 1",
            place=loop[-1].id,
            kind="loop",
        )
        parties = {
            service.customer for service in loop
        }  # each loop is told once; what hangs on it may still hold others
        rest = [service for service in rest if service.customer not in parties]


def _one_loop(services: Iterable[Service]) -> list[Service]:
    """Walk back from service to service until a party comes again; nothing where every way back ends."""
    into = {service.customer: service for service in services}
    done: set[str] = set()
    for start in into:
        walked: dict[str, None] = {}
        at = start
        while at in into and at not in walked and at not in done:
            walked[at] = None
            at = into[at].provider
        if at in walked:
            way = list(walked)
            return [into[party] for party in reversed(way[way.index(at) :])]
        done.update(walked)
    return []


def remarks(parties: Mapping[str, Party], services: Iterable[Service]) -> Iterator[Fault]:
    """What is allowed and yet worth a look: parties out of reach, customers nobody serves."""
    into: dict[str, list[str]] = {}
    providers = set()
    for service in services:
        into.setdefault(service.customer, []).append(service.provider)
        providers.add(service.provider)
    reaching = {party.id for party in parties.values() if party.kind == "customer"}
    frontier = list(reaching)
    while frontier:
        for provider in into.get(frontier.pop(), ()):
            if provider not in reaching:
                reaching.add(provider)
                frontier.append(provider)
    for party in parties.values():
        name = quoted(party.id)
        if party.kind == "customer":
            if party.id not in into:
                yield Fault(
                    f"nobody serves the customer {name}",
                    "let some team serve it",
                    place=party.id,
                    kind="party",
                )
        elif party.id not in into and party.id not in providers:
            yield Fault(
                f"the {party.kind} {name} neither serves anyone nor is served",
                "say whom it serves",
                place=party.id,
                kind="party",
            )
        elif party.id not in reaching:
            yield Fault(
                f"from the {party.kind} {name} no external customer can be reached",
                "say whom it serves",
                place=party.id,
                kind="party",
            )


def broken_values(parties: Iterable[Party], services: Iterable[Service]) -> Iterator[Fault]:
    """Values of the wrong type or out of range, for chains made in Python; a file's are checked where they stand."""
    for party in parties:
        for message, hint in _party_values(party):
            yield Fault(message, hint, place=str(party.id), kind="party")
    known = list(services)
    for service, expected in zip(
        known, service_ids((s.provider, s.customer) for s in known), strict=True
    ):
        if service.id != expected:
            yield Fault(
                f"service id {quoted(str(service.id))} does not fit its ends",
                f"it is {quoted(expected)}",
                place=service.id,
                kind="service",
            )
        for message, hint in _service_values(service):
            yield Fault(
                f"service {quoted(service.id)}: {message}", hint, place=service.id, kind="service"
            )


def _party_values(party: Any) -> Iterator[tuple[str, str]]:
    shown = f"party {quoted(str(party.id))}"
    if (
        fault := id_fault(party.id)
        if isinstance(party.id, str)
        else (f"{shown}: an id is a text", "")
    ):
        yield fault
    if party.kind not in KINDS:
        yield f"{shown}: no kind {party.kind!r}", "one of " + ", ".join(KINDS)
    for name in ("name", "group"):
        for message, hint in text_faults(getattr(party, name)):
            yield f"{shown}: {name} is {message}", hint
    if not (party.people is None or is_count(party.people)):
        yield f"{shown}: {party.people!r} people", "a whole number from 1 to 999,999,999, or None"
    if not (party.column is None or is_count(party.column)):
        yield (
            f"{shown}: a column of {party.column!r}",
            "a whole number from 1 to 999,999,999, or None",
        )
    elif party.column is not None and party.kind == "customer":
        yield f"{shown}: a column of {party.column!r}", "customers stand in the last column"
    if not number_within(party.share, 0, math.inf):
        yield f"{shown}: a share of {party.share!r}", "a number from 0"
    elif party.kind != "customer" and party.share != 1:
        yield f"{shown}: a share of {party.share!r}", "only external customers have one"


def text_faults(text: Any) -> Iterator[tuple[str, str]]:
    """What is wrong with a value that must be a text."""
    if not isinstance(text, str):
        yield repr(text), "a text"
    elif fault := text_fault(text):
        yield fault


def _service_values(service: Any) -> Iterator[tuple[str, str]]:
    for message, hint in text_faults(service.delivers):
        yield f"delivers is {message}", hint
    if not number_within(service.weight, 0, math.inf) or service.weight == 0:
        yield f"a weight of {service.weight!r}", "a number above 0"
    if not isinstance(service.critical, bool):
        yield f"critical is {service.critical!r}", "True or False"
    yield from fraction_faults(dependence=service.dependence, target=service.target)
    yield from range_faults(service)
    yield from _aspect_faults(service.aspects)
    if service.satisfaction is not None and service.quality is not None:
        yield "'satisfaction' beside 'quality'", "keep the one that was asked"
    for score in (service.satisfaction, service.quality):
        if score is not None and not _is_sound(score):
            yield f"{score!r} is not a score", "make it with Score.parse('81%') or Score.of(0.81)"


def fraction_faults(**named: object) -> Iterator[tuple[str, str]]:
    """Those of the named values that are no fraction from 0 to 1."""
    for name, value in named.items():
        if not number_within(value, 0, 1):
            yield f"a {name} of {value!r}", "a fraction from 0 to 1"


def range_faults(holder: Any) -> Iterator[tuple[str, str]]:
    """What is wrong with the range of dependence of a service or a chain."""
    ends = holder.dependence_range
    if ends is None:
        return
    if not (
        isinstance(ends, tuple)
        and len(ends) == 2
        and all(number_within(end, 0, 1) for end in ends)
        and ends[0] < ends[1]
    ):
        yield (
            f"a dependence_range of {ends!r}",
            "two fractions from 0 to 1, the lower first, or None",
        )
    elif holder.dependence != middle(ends):
        yield (
            f"a dependence of {holder.dependence!r} beside the range {ends!r}",
            f"it is the middle, {middle(ends)!r}, or there is no range",
        )


def _aspect_faults(aspects: Any) -> Iterator[tuple[str, str]]:
    pairs = aspects if isinstance(aspects, tuple) else (aspects,)
    if not all(isinstance(pair, tuple) and len(pair) == 2 for pair in pairs):
        yield f"aspects are {aspects!r:.60}", "a tuple of pairs, each a word and its score"
        return
    for word, score in pairs:
        if fault := aspect_fault(word):
            yield fault
        if not _is_sound(score):
            yield (
                f"the aspect {word!r:.60} has {score!r:.60}, which is not a score",
                "make it with Score.parse('81%') or Score.of(0.81)",
            )
    if len(dict(pairs)) < len(pairs):
        yield "an aspect is here twice", "keep one of them"


def aspect_fault(word: Any) -> tuple[str, str] | None:
    """Why this cannot name an aspect (message, hint), or ``None``."""
    if not isinstance(word, str) or not word or word != word.strip() or "\n" in word:
        return f"{word!r:.60} names no aspect", "a word such as timeliness"
    return text_fault(word)


def rule_fault(rule: object) -> tuple[str, str] | None:
    """Why `rule` is none (message, hint), or ``None``."""
    if rule in RULES:
        return None
    return f"no rule {rule!r}", "one of " + ", ".join(RULES)


def number_within(value: object, low: float, high: float) -> bool:
    """Whether a value is a finite number within these ends."""
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and low <= value <= min(high, sys.float_info.max)
    )


def _is_sound(score: object) -> bool:
    """Whether a score says what its text says: only then does writing it lose nothing."""
    try:
        return isinstance(score, Score) and Score.parse(score.text) == score
    except (ModelError, ArgumentError):
        return False
