"""From a chain to a file that reads back as the same chain."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

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
from valuechain.model.actions import ACTION_FIELDS
from valuechain.model.chain import ValueChain
from valuechain.model.compounds import ACTIONS, ASPECTS, SCORE
from valuechain.model.fields import Field
from valuechain.model.format import SECTIONS, keys
from valuechain.model.parts import Party, Service
from valuechain.model.scenarios import Scenario, setting_text
from valuechain.model.values import NAMES, TEXT, WORDS, Kind
from valuechain.problems import ArgumentError

_CHAIN, _PARTY, _SERVICE = keys("chain"), keys("party"), keys("service")
# Texts that some YAML reader takes for something else: numbers, dates, times, flags, nothing.
_OTHER_THINGS = re.compile(
    r"[-+.]?\d.*|~|null|true|false|yes|no|on|off|y|n|[-+]?\.(inf|nan)|=|<<|",
    re.IGNORECASE | re.DOTALL,
)
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def dumps(chain: ValueChain) -> str:
    """The chain as YAML text, without the values that are its defaults.

    ``loads(dumps(chain)) == chain``.

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
    said = _said(service, chain, _SERVICE)
    return _line([_begin(flow=True), *_fields(service, said), MappingEndEvent()])


def field_text(name: str, service: Service) -> str:
    """The value of one field of a service, as `dumps` writes it; ``""`` for none."""
    field = _SERVICE[name]
    if not field.is_known(service):
        return ""
    line = _line([_begin(flow=True), *_fields(service, [field]), MappingEndEvent()])
    return line.removeprefix(f"{{{name}: ").removesuffix("}")


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
    yield from (_plain("valuechain"), _plain("1"))
    known = [field for field in _CHAIN.values() if field.is_known(chain)]
    yield from _fields(chain, known)
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
    for section, kind in SECTIONS.items():
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
    said = [field for field in _said(party, chain, _PARTY) if field.is_of(party.kind)]
    if not said and not services:
        yield _plain("")
        return
    yield _begin()
    yield from _fields(party, said)
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
    said = _said(service, chain, _SERVICE)
    if not said:
        yield _plain("")
    elif [field.name for field in said] == ["delivers"]:
        yield _text(service.delivers)
    else:
        yield from (_begin(flow=True), *_fields(service, said), MappingEndEvent())


def _said(holder: object, chain: ValueChain, known: Mapping[str, Field]) -> list[Field]:
    """The fields that differ from their defaults."""
    return [field for field in known.values() if field.is_said(holder, chain)]


def _fields(holder: object, fields: Iterable[Field]) -> Iterator[Event]:
    """These fields, each with its value."""
    for field in fields:
        write = _WRITERS.get(field.kind)
        value = field.held(holder)
        yield _plain(field.name)
        if write:
            yield from write(value)
        else:
            yield _plain(field.kind.write(value))


def _aspects(aspects: tuple[tuple[str, Any], ...]) -> Iterator[Event]:
    yield _begin(flow=True)
    for word, score in aspects:
        yield _text(word)
        yield from _score(score)
    yield MappingEndEvent()


def _improve(actions: Iterable[Any]) -> Iterator[Event]:
    yield _listing()
    for action in actions:
        said = [field for field in ACTION_FIELDS if field.is_said(action)]
        yield from (_begin(flow=True), *_fields(action, said), MappingEndEvent())
    yield SequenceEndEvent()


def _names(names: Iterable[str]) -> Iterator[Event]:
    yield from (_listing(), *map(_text, names), SequenceEndEvent())


def _listing() -> SequenceStartEvent:
    return SequenceStartEvent(None, None, True, flow_style=True)


def _score(score: Any) -> Iterator[Event]:
    """The score's own words; its long form is one flow mapping, whose events are its text's."""
    if not score.text.startswith("{"):
        yield ScalarEvent(None, None, (True, True), score.text)  # in quotes where it needs them
        return
    for event in yaml.parse(score.text, Loader=yaml.SafeLoader):
        if isinstance(event, ScalarEvent | MappingStartEvent | MappingEndEvent):
            yield event


def _begin(*, flow: bool = False) -> MappingStartEvent:
    return MappingStartEvent(None, None, True, flow_style=flow)


def _plain(text: str) -> ScalarEvent:
    return ScalarEvent(None, None, (True, False), text)


def _text(text: str) -> ScalarEvent:
    """A text that every YAML reader takes for a text: quoted where it looks like something else."""
    unlike = _OTHER_THINGS.fullmatch(text) or "\n" in text or "\t" in text
    return ScalarEvent(None, None, (not unlike, True), text, style='"' if unlike else None)


def _texts(text: str) -> Iterator[Event]:
    yield _text(text)


_WRITERS: Mapping[Kind, Callable[[Any], Iterator[Event]]] = {
    TEXT: _texts,
    WORDS: _texts,
    SCORE: _score,
    ASPECTS: _aspects,
    ACTIONS: _improve,
    NAMES: _names,
}
"""How values of these kinds are written that are no plain scalars."""
