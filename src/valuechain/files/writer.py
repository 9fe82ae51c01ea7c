"""From a chain to a file that reads back as the same chain."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import yaml
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from valuechain.files.atomic import write_whole
from valuechain.model.actions import Action
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Party, Service
from valuechain.model.scenarios import Scenario, setting_text
from valuechain.model.score import Score, as_percentage
from valuechain.problems import ArgumentError

_SECTIONS = {"suppliers": "supplier", "teams": "team", "customers": "customer"}
# Texts that some YAML reader takes for something else: numbers, dates, times, flags, nothing.
_OTHER_THINGS = re.compile(
    r"[-+.]?\d.*|~|null|true|false|yes|no|on|off|y|n|[-+]?\.(inf|nan)|=|<<|",
    re.IGNORECASE | re.DOTALL,
)
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def dumps(chain: ValueChain) -> str:
    """The chain as YAML text, without the values that are its defaults; ``loads(dumps(chain)) == chain``.

    Raises:
        ArgumentError: `chain` is no ValueChain.
    """
    if not isinstance(chain, ValueChain):
        raise ArgumentError(f"dumps takes a ValueChain, not {type(chain).__name__}")
    out = io.StringIO()
    yaml.emit(_document(chain), out, Dumper=_Dumper, width=2**30, allow_unicode=True)
    return out.getvalue()


def dump(chain: ValueChain, target: str | os.PathLike[str] | IO[str]) -> None:
    """Write the chain to a file: whole, or not at all.

    Args:
        chain: what to write.
        target: path of the file, which is replaced, or a file open for text.

    Raises:
        OSError: the file cannot be written; a file that was there is still as it was.
        ArgumentError: `target` is neither a path nor a file.
    """
    text = dumps(chain)
    if isinstance(target, str | os.PathLike):
        write_whole(Path(target), text)
        return
    try:
        target.write(text)
    except (AttributeError, TypeError):
        message = f"dump writes to a path or a file open for text, not {type(target).__name__}"
        raise ArgumentError(message) from None


def service_text(service: Service, chain: ValueChain) -> str:
    """A service as one flow mapping, as `dumps` writes it."""
    fields = list(_flow_fields(service, chain))
    return _line([_begin(flow=True), *fields, MappingEndEvent()])


def field_text(name: str, value: Score | tuple[tuple[str, Score], ...] | None) -> str:
    """The value of one field of a service, as `dumps` writes it; ``""`` for none."""
    if not value:
        return ""
    events = _score(value) if isinstance(value, Score) else _aspects(value)
    return (
        _line([_begin(flow=True), _plain(name), *events, MappingEndEvent()])
        .removeprefix(f"{{{name}: ")
        .removesuffix("}")
    )


def _line(events: list[Event]) -> str:
    """Events of one value as one line."""
    out = io.StringIO()
    document = [
        StreamStartEvent(),
        DocumentStartEvent(explicit=False),
        *events,
        DocumentEndEvent(explicit=False),
        StreamEndEvent(),
    ]
    yaml.emit(document, out, Dumper=_Dumper, width=2**30, allow_unicode=True)
    return out.getvalue().strip()


def _document(chain: ValueChain) -> Iterator[Event]:
    yield from (StreamStartEvent(), DocumentStartEvent(explicit=False), _begin())
    yield from _pair("valuechain", "1")
    if chain.title:
        yield from _pair("title", chain.title)
    yield from _pair("target", _share(chain.target))
    yield from _pair("dependence", dependence_text(chain))
    yield from _pair("rule", chain.rule)
    if chain.scenarios:
        yield from (
            _text("scenarios"),
            _begin(),
            *_scenarios(chain.scenarios.values()),
            MappingEndEvent(),
        )
    outgoing: dict[str, list[Service]] = {}
    for service in chain.services.values():
        outgoing.setdefault(service.provider, []).append(service)
    for section, kind in _SECTIONS.items():
        members = [party for party in chain.parties.values() if party.kind == kind]
        if members:
            yield from (_text(section), _begin())
            for party in members:
                yield from _party(party, outgoing.get(party.id, []), chain)
            yield MappingEndEvent()
    yield from (MappingEndEvent(), DocumentEndEvent(explicit=False), StreamEndEvent())


def _scenarios(scenarios: Iterable[Scenario]) -> Iterator[Event]:
    for scenario in scenarios:
        yield from (_text(scenario.name), _begin())
        for service, setting in scenario.settings:
            yield from (_text(service), _plain(setting_text(setting)))
        yield MappingEndEvent()


def _party(party: Party, services: list[Service], chain: ValueChain) -> Iterator[Event]:
    yield _text(party.id)
    fields: dict[str, str] = {}
    if party.name != party.id:
        fields["name"] = party.name
    if party.group:
        fields["group"] = party.group
    if party.people is not None:
        fields["people"] = str(party.people)
    if party.column is not None:
        fields["column"] = str(party.column)
    if party.kind == "customer" and party.share != 1:
        fields["share"] = _number(party.share)
    if not fields and not services:
        yield _plain("")
        return
    yield _begin()
    for key, value in fields.items():
        yield from _pair(key, value)
    if services:
        yield from (_text("serves"), _begin())
        yield from _serves(services, chain)
        yield MappingEndEvent()
    yield MappingEndEvent()


def _serves(services: list[Service], chain: ValueChain) -> Iterator[Event]:
    by_customer: dict[str, list[Service]] = {}
    for service in services:
        by_customer.setdefault(service.customer, []).append(service)
    for customer, several in by_customer.items():
        yield _text(customer)
        if len(several) == 1:
            yield from _service(several[0], chain)
            continue
        yield SequenceStartEvent(None, None, True, flow_style=False)
        for service in several:
            yield from _service(service, chain)
        yield SequenceEndEvent()


def _service(service: Service, chain: ValueChain) -> Iterator[Event]:
    fields = dict(_service_fields(service, chain))
    if not fields:
        yield _plain("")
    elif list(fields) == ["delivers"]:
        yield _text(service.delivers)
    else:
        yield _begin(flow=True)
        yield from _flow_fields(service, chain)
        yield MappingEndEvent()


def _flow_fields(service: Service, chain: ValueChain) -> Iterator[Event]:
    for key, value in _service_fields(service, chain):
        yield _plain(key)
        if isinstance(value, Score):
            yield from _score(value)
        elif isinstance(value, str):
            yield _value(key, value)
        elif key == "improve":
            yield from _improve(service.improve)
        else:
            yield from _aspects(service.aspects)


def _service_fields(
    service: Service, chain: ValueChain
) -> Iterator[tuple[str, str | Score | tuple[object, ...]]]:
    """What differs from the defaults."""
    if service.delivers:
        yield "delivers", service.delivers
    if service.satisfaction:
        yield "satisfaction", service.satisfaction
    if service.quality:
        yield "quality", service.quality
    if service.weight != 1:
        yield "weight", _number(service.weight)
    if (service.dependence, service.dependence_range) != (chain.dependence, chain.dependence_range):
        yield "dependence", dependence_text(service)
    if service.critical:
        yield "critical", "true"
    if service.target != chain.target:
        yield "target", _share(service.target)
    if service.aspects:
        yield "aspects", service.aspects
    if service.improve:
        yield "improve", service.improve


def _aspects(aspects: tuple[tuple[str, Score], ...]) -> Iterator[Event]:
    yield _begin(flow=True)
    for word, score in aspects:
        yield _text(word)
        yield from _score(score)
    yield MappingEndEvent()


def _improve(actions: tuple[Action, ...]) -> Iterator[Event]:
    yield _listing()
    for action in actions:
        yield from (_begin(flow=True), _plain("action"), _text(action.action))
        yield from (
            *_pair("cost", _number(action.cost)),
            *_pair("quality", as_percentage(action.quality)),
        )
        if action.named:
            yield from (_plain("id"), _text(action.id))
        for name, others in (("needs", action.needs), ("excludes", action.excludes)):
            if others:
                yield from (_plain(name), _listing(), *map(_text, others), SequenceEndEvent())
        yield MappingEndEvent()
    yield SequenceEndEvent()


def _listing() -> SequenceStartEvent:
    return SequenceStartEvent(None, None, True, flow_style=True)


def _score(score: Score) -> Iterator[Event]:
    """The score's own words; its long form is one flow mapping, whose events are its text's."""
    if not score.text.startswith("{"):
        yield _text(score.text) if score.text.startswith("-") else _plain(score.text)
        return
    for event in yaml.parse(score.text, Loader=yaml.SafeLoader):
        if isinstance(event, ScalarEvent | MappingStartEvent | MappingEndEvent):
            yield event


def _pair(key: str, value: str) -> tuple[Event, Event]:
    return _plain(key), _value(key, value)


def _value(key: str, value: str) -> Event:
    return _text(value) if key in ("title", "name", "group", "delivers") else _plain(value)


def _begin(*, flow: bool = False) -> MappingStartEvent:
    return MappingStartEvent(None, None, True, flow_style=flow)


def _plain(text: str) -> ScalarEvent:
    return ScalarEvent(None, None, (True, False), text)


def _text(text: str) -> ScalarEvent:
    """A text that every YAML reader takes for a text: quoted where it looks like something else."""
    unlike = _OTHER_THINGS.fullmatch(text) or "\n" in text or "\t" in text
    return ScalarEvent(None, None, (not unlike, True), text, style='"' if unlike else None)


def dependence_text(holder: ValueChain | Service) -> str:
    """A dependence, or the range of it, as a file has it."""
    if holder.dependence_range is None:
        return _number(holder.dependence)
    return "..".join(map(_number, holder.dependence_range))


def _number(value: float) -> str:
    return repr(float(value)).removesuffix(".0")


def _share(value: float) -> str:
    """A percentage, but for values so small that only a power of ten says them exactly."""
    return as_percentage(value) if value == 0 or value > 1e-9 else _number(value)
