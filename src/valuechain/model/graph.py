"""The chain as a networkx graph, and the way back. Imported when first asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import networkx

from valuechain.model.compounds import as_json, decoded, words_after
from valuechain.model.fields import Field
from valuechain.model.parts import PARTY_FIELDS, SERVICE_FIELDS, Party, Service, service_ids
from valuechain.model.rules import NO_CUSTOMER
from valuechain.model.scalars import scalar
from valuechain.model.tables import scenarios_of, settings_of
from valuechain.model.texts import Said
from valuechain.problems import ArgumentError, Problem, misspelt, quoted

if TYPE_CHECKING:
    from valuechain.model.chain import ValueChain

AIM = "target_satisfaction"
"""What a service's target is called: networkx's writers use ``target`` for an edge's end."""
_SCENARIOS, _SCENARIO = "scenarios", "scenario "
_SET = '{"hard winter": "50%"}'
_PARTY_FIELDS = PARTY_FIELDS[1:]  # the id is the node
_SERVICE_FIELDS = tuple(field for field in SERVICE_FIELDS if not field.by_place)
_CUSTOMER = "give the nodes where the chain ends the attribute kind='customer'"
_Data: TypeAlias = Mapping[str, Any]
_Edge: TypeAlias = tuple[str, str, _Data]


def to_networkx(chain: ValueChain, own: tuple[Field, ...]) -> networkx.MultiDiGraph[str]:
    """See `ValueChain.graph`; `own` are the chain's fields."""
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(**_attributes(chain, own))
    for party in chain.parties.values():
        known = [field for field in _PARTY_FIELDS if field.is_of(party.kind)]
        graph.add_node(party.id, **_attributes(party, known))
    settings = settings_of(chain)
    for service in chain.services.values():
        attributes = _attributes(service, _SERVICE_FIELDS)
        attributes[AIM] = attributes.pop("target")
        if set_here := settings.get(service.id):
            attributes[_SCENARIOS] = as_json(set_here)
        graph.add_edge(service.provider, service.customer, service.id, **attributes)
    networkx.freeze(graph)
    return graph


def _attributes(holder: object, fields: tuple[Field, ...] | list[Field]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields:
        found |= field.attributes(holder)
    return found


def parts_of(
    graph: networkx.Graph[Any], own: tuple[Field, ...]
) -> tuple[list[Party], list[Service], dict[str, Any], list[Problem]]:
    """Parties, services, the chain's own attributes, and problems with scores.

    See `ValueChain.from_networkx`; `own` are the chain's fields.
    """
    if not isinstance(graph, networkx.DiGraph):
        raise ArgumentError(
            f"from_networkx takes a directed networkx graph, not {type(graph).__name__}"
        )
    nodes = [(str(node), _plain(data)) for node, data in graph.nodes(data=True)]
    edges = list(_edges(graph))
    data = _plain(graph.graph)
    problems = list(_strange(own, data, nodes, edges))
    chain = _values("the graph", own, data, problems)
    parties = [_party(node, data, problems) for node, data in nodes]
    ids = service_ids((provider, customer) for provider, customer, _ in edges)
    services, settings = [], []
    for service_id, edge in zip(ids, edges, strict=True):
        services.append(_service(service_id, edge, chain, problems))
        settings.append((service_id, _settings(service_id, edge[2], problems)))
    return parties, services, chain | {"scenarios": scenarios_of(settings)}, problems


def _party(node: str, data: _Data, problems: list[Problem]) -> Party:
    return Party(node, **_values(f"party {quoted(node)}", _PARTY_FIELDS, data, problems))


def _service(service_id: str, edge: _Edge, chain: _Data, problems: list[Problem]) -> Service:
    """A service; where it says nothing, the chain's values hold."""
    provider, customer, data = edge
    values = _values(f"service {quoted(service_id)}", _SERVICE_FIELDS, data, problems)
    for field in _SERVICE_FIELDS:
        if field.inherited and field.name not in values:
            values |= field.kind.passed_on(field.name, chain)
    return Service(service_id, provider, customer, **values)


def _plain(data: Mapping[Any, Any]) -> dict[str, Any]:
    """Attributes as plain Python; gaps, such as a DataFrame has, are none."""
    return {
        str(name): plain for name, value in data.items() if (plain := scalar(value)) is not None
    }


def _edges(graph: networkx.Graph[Any]) -> Iterator[_Edge]:
    """Provider, customer and attributes; parallel services by the numbers in their keys."""
    for provider, neighbours in graph.adjacency():
        for customer, found in neighbours.items():
            parallel = [found]
            if graph.is_multigraph():
                parallel = [found[key] for key in sorted(found, key=_number)]
            for data in parallel:
                yield str(provider), str(customer), _with_target(_plain(data), customer)


def _with_target(data: _Data, customer: object) -> _Data:
    """The attributes with the target under its own name.

    Graphs of earlier versions had it there; other writers keep the end of the edge there.
    """
    named = {name: value for name, value in data.items() if name != AIM}
    if AIM in data:
        return named | {"target": data[AIM]}
    if "target" in named and str(named["target"]) == str(customer):
        del named["target"]
    return named


def _number(key: object) -> int:
    number = re.search(r"#(\d{1,9})$", str(key))
    return int(number[1]) if number else 0


def _values(
    shown: str, fields: tuple[Field, ...], data: _Data, problems: list[Problem]
) -> dict[str, Any]:
    """What attributes say of a party, a service or the chain."""
    values: dict[str, Any] = {}
    wrong: list[Said] = []
    for field in fields:
        values |= field.given(data, wrong)
    problems += [Problem(f"{shown}: {message}", hint) for message, hint in wrong]
    return values


def _settings(service_id: str, data: _Data, problems: list[Problem]) -> dict[str, Any]:
    """What scenarios set a service to, by their names."""
    wrong: list[Said] = []
    said: dict[str, Any] = words_after(_SCENARIO, data)
    said |= decoded(_SCENARIOS, data, dict, _SET, wrong)
    shown = f"service {quoted(service_id)}"
    problems += [Problem(f"{shown}: {message}", hint) for message, hint in wrong]
    return said


def _strange(
    own: tuple[Field, ...], data: _Data, nodes: Sequence[tuple[str, _Data]], edges: Sequence[_Edge]
) -> Iterator[Problem]:
    """What is wrong with the graph as a graph: no end, and attributes that are nearly ours."""
    kinds = {str(data.get("kind")).strip().casefold() for _, data in nodes}
    if "customer" not in kinds:
        yield Problem(NO_CUSTOMER, _CUSTOMER)
    if _SCENARIOS in data:
        hint = f"give them to the edges that they set, such as {_SCENARIOS}='{_SET}'"
        yield Problem(f"the graph has the attribute {quoted(_SCENARIOS)}", hint)
    yield from _misspelt("the graph", own, [data])
    yield from _misspelt("a node", _PARTY_FIELDS, [data for _, data in nodes])
    yield from _misspelt("an edge", _SERVICE_FIELDS, [edge[2] for edge in edges])


def _misspelt(shown: str, fields: tuple[Field, ...], holders: Sequence[_Data]) -> Iterator[Problem]:
    """Attributes that are nearly one of ours, where that one is missing; others are foreign."""
    ours = {name for field in fields for name in field.kind.attribute_names(field.name)}
    foreign = Counter(name for data in holders for name in data if name not in ours)
    for name, count in foreign.items():
        meant = misspelt(name, ours)
        if any(name in data and meant not in data for data in holders) and meant:
            where = shown if count == 1 else f"{shown} ({count:,} of them)"
            called = AIM if fields is _SERVICE_FIELDS and meant == "target" else meant
            hint = f"did you mean {quoted(called)}? If not, delete it or call it something else"
            yield Problem(f"{where} has the attribute {quoted(name)}", hint)
