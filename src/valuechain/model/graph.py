"""The chain as a networkx graph, and the way back. Imported when first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import networkx

from valuechain.model.compounds import words_after
from valuechain.model.fields import Field
from valuechain.model.parts import PARTY_FIELDS, SERVICE_FIELDS, Party, Service, service_ids
from valuechain.model.tables import scenarios_of, settings_of
from valuechain.model.texts import Said
from valuechain.problems import ArgumentError, Problem, quoted

if TYPE_CHECKING:
    from valuechain.model.chain import ValueChain

_SCENARIO = "scenario "
_PARTY_FIELDS = PARTY_FIELDS[1:]  # the id is the node
_SERVICE_FIELDS = tuple(field for field in SERVICE_FIELDS if not field.by_place)


def to_networkx(chain: ValueChain, own: tuple[Field, ...]) -> networkx.MultiDiGraph[str]:
    """See `ValueChain.graph`; `own` are the chain's fields."""
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(**_attributes(chain, own))
    for party in chain.parties.values():
        known = [field for field in _PARTY_FIELDS if field.is_of(party.kind)]
        graph.add_node(party.id, **_attributes(party, known))
    settings = settings_of(chain)
    for service in chain.services.values():
        attributes = _attributes(service, _SERVICE_FIELDS)
        for name, text in settings.get(service.id, {}).items():
            attributes[_SCENARIO + name] = text
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
    problems: list[Problem] = []
    chain: dict[str, Any] = {}
    for field in own:
        chain |= field.given(graph.graph, [])
    parties = [_party(node, data) for node, data in graph.nodes(data=True)]
    edges = list(_edges(graph))
    ids = service_ids((provider, customer) for provider, customer, _ in edges)
    named = list(zip(ids, edges, strict=True))
    services = [_service(service_id, edge, chain, problems) for service_id, edge in named]
    settings = ((service_id, words_after(_SCENARIO, edge[2])) for service_id, edge in named)
    return parties, services, chain | {"scenarios": scenarios_of(settings)}, problems


def _party(node: object, data: Mapping[str, Any]) -> Party:
    values: dict[str, Any] = {}
    for field in _PARTY_FIELDS:
        values |= field.given(data, [])
    return Party(str(node), **values)


def _edges(graph: networkx.Graph[Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Provider, customer and attributes; parallel services by the numbers in their keys."""
    for provider, neighbours in graph.adjacency():
        for customer, found in neighbours.items():
            parallel = [found]
            if graph.is_multigraph():
                parallel = [found[key] for key in sorted(found, key=_number)]
            for data in parallel:
                yield str(provider), str(customer), data


def _number(key: object) -> int:
    number = re.search(r"#(\d{1,9})$", str(key))
    return int(number[1]) if number else 0


def _service(
    service_id: str,
    edge: tuple[str, str, Mapping[str, Any]],
    chain: Mapping[str, Any],
    problems: list[Problem],
) -> Service:
    provider, customer, data = edge
    values: dict[str, Any] = {}
    wrong: list[Said] = []
    for field in _SERVICE_FIELDS:
        values |= field.given(data, wrong) or _inherited(field, chain)
    shown = f"service {quoted(service_id)}"
    problems += [Problem(f"{shown}: {message}", hint) for message, hint in wrong]
    return Service(service_id, provider, customer, **values)


def _inherited(field: Field, chain: Mapping[str, Any]) -> dict[str, Any]:
    """What the chain says, where a service says nothing."""
    return field.kind.passed_on(field.name, chain) if field.inherited else {}
