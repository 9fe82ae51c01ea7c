"""The chain as a networkx graph, and the way back. Imported when first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import networkx

from valuechain.model.actions import Action
from valuechain.model.parts import DEPENDENCE, TARGET, Party, Service, middle, service_ids
from valuechain.model.score import Score
from valuechain.model.tables import (
    ACTION_COLUMN,
    ACTION_FIELDS,
    action_of,
    action_row,
    scenarios_of,
    settings_of,
)
from valuechain.problems import ArgumentError, ModelError, Problem, quoted

if TYPE_CHECKING:
    from valuechain.model.chain import ValueChain

_PARTY_KEYS = ("name", "kind", "group", "people", "share", "column")
_SERVICE_KEYS = ("delivers", "weight", "dependence", "critical", "target")
_CHAIN_KEYS = ("title", "target", "dependence", "rule")
_RANGE_KEYS = ("dependence_low", "dependence_high")
_ASPECT, _SCENARIO = "aspect ", "scenario "
_IMPROVE = re.compile(r"improve (.*)")


def to_networkx(chain: ValueChain) -> networkx.MultiDiGraph[str]:
    """See `ValueChain.graph`."""
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(
        **_known(chain, _CHAIN_KEYS), **_range_attributes(chain)
    )
    for party in chain.parties.values():
        attributes = _known(party, _PARTY_KEYS)
        if party.kind != "customer":
            del attributes["share"]
        graph.add_node(party.id, **attributes)
    settings = settings_of(chain)
    for service in chain.services.values():
        attributes = (
            _known(service, _SERVICE_KEYS)
            | dict(_score_attributes(service))
            | _range_attributes(service)
        )
        attributes |= {_ASPECT + word: score.text for word, score in service.aspects}
        attributes |= {
            _SCENARIO + name: text for name, text in settings.get(service.id, {}).items()
        }
        for number, action in enumerate(service.improve, 1):
            attributes |= {
                f"improve {number} {name}": value for name, value in action_row(action).items()
            }
        graph.add_edge(service.provider, service.customer, service.id, **attributes)
    networkx.freeze(graph)
    return graph


def _known(value: object, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: found for key in keys if (found := getattr(value, key)) not in (None, "")}


def _range_attributes(holder: ValueChain | Service) -> dict[str, Any]:
    return dict(zip(_RANGE_KEYS, holder.dependence_range or (), strict=False))


def _range(data: Mapping[str, Any]) -> tuple[Any, Any] | None:
    """The range of dependence among the attributes, whatever its ends are."""
    low, high = (data.get(key) for key in _RANGE_KEYS)
    return None if low is None and high is None else (low, high)


def _middle(ends: tuple[Any, Any], otherwise: Any) -> Any:
    """The middle of a range; what is wrong with the range is told with all else."""
    return middle(ends) if all(isinstance(end, int | float) for end in ends) else otherwise


def _score_attributes(service: Service) -> Iterator[tuple[str, float | str]]:
    for key in ("satisfaction", "quality"):
        score = getattr(service, key)
        if score is not None:
            yield key, score.value
            yield f"{key}_text", score.text


def parts_of(
    graph: networkx.Graph[Any],
) -> tuple[list[Party], list[Service], dict[str, Any], list[Problem]]:
    """Parties, services, the chain's own attributes, and problems with scores; see `ValueChain.from_networkx`."""
    if not isinstance(graph, networkx.DiGraph):
        raise ArgumentError(
            f"from_networkx takes a directed networkx graph, not {type(graph).__name__}"
        )
    problems: list[Problem] = []
    told = {key: graph.graph[key] for key in _CHAIN_KEYS if key in graph.graph}
    if (ends := _range(graph.graph)) is not None:
        told["dependence_range"] = ends
    parties = [_party(node, data) for node, data in graph.nodes(data=True)]
    edges = list(_edges(graph))
    ids = service_ids((provider, customer) for provider, customer, _ in edges)
    services = [
        _service(service_id, (provider, customer), data, told, problems)
        for service_id, (provider, customer, data) in zip(ids, edges, strict=True)
    ]
    told["scenarios"] = scenarios_of(
        (service_id, _words_after(_SCENARIO, data))
        for service_id, (_, _, data) in zip(ids, edges, strict=True)
    )
    return parties, services, told, problems


def _party(node: object, data: Mapping[str, Any]) -> Party:
    return Party(str(node), **{key: data[key] for key in _PARTY_KEYS if key in data})


def _edges(graph: networkx.Graph[Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Provider, customer and attributes; parallel services in the order of the numbers that their keys end in."""
    for provider, neighbours in graph.adjacency():
        for customer, found in neighbours.items():
            parallel = (
                sorted(found.items(), key=lambda item: _number(item[0]))
                if graph.is_multigraph()
                else [("", found)]
            )
            for _, data in parallel:
                yield str(provider), str(customer), data


def _number(key: object) -> int:
    number = re.search(r"#(\d{1,9})$", str(key))
    return int(number[1]) if number else 0


def _service(
    service_id: str,
    ends: tuple[str, str],
    data: Mapping[str, Any],
    told: Mapping[str, Any],
    problems: list[Problem],
) -> Service:
    values: dict[str, Any] = {
        "target": told.get("target", TARGET),
        "dependence": told.get("dependence", DEPENDENCE),
    }
    values |= {key: data[key] for key in _SERVICE_KEYS if key in data}
    values |= {
        key: _score(service_id, data.get(f"{key}_text", data.get(key)), problems)
        for key in ("satisfaction", "quality")
    }
    scores = (
        (word, _score(service_id, given, problems))
        for word, given in _words_after(_ASPECT, data).items()
    )
    values["aspects"] = tuple((word, score) for word, score in scores if score is not None)
    values["improve"] = tuple(_actions(service_id, data, problems))
    own = _range(data)
    if own is not None:
        values |= {
            "dependence_range": own,
            "dependence": data.get("dependence", _middle(own, values["dependence"])),
        }
    elif "dependence" not in data:
        values["dependence_range"] = told.get("dependence_range")
    return Service(service_id, *ends, **values)


def _words_after(prefix: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes whose names begin so, by the rest of their names."""
    return {
        key.removeprefix(prefix): given
        for key, given in data.items()
        if str(key).startswith(prefix)
    }


def _actions(service_id: str, data: Mapping[str, Any], problems: list[Problem]) -> Iterator[Action]:
    """The actions in their order; what is wrong with them is told with all else."""
    rows: dict[int, dict[str, Any]] = {}
    for key, given in data.items():
        if not (found := _IMPROVE.fullmatch(str(key))):
            continue
        if match := ACTION_COLUMN.fullmatch(found[1].replace(" ", ".", 1)):
            rows.setdefault(int(match[1]), {})[match[2]] = given
        else:
            hint = f"such as 'improve 1 action'; there are {', '.join(ACTION_FIELDS)}"
            problems.append(
                Problem(
                    f"service {quoted(service_id)}: {quoted(str(key))} is no attribute of an action",
                    hint,
                )
            )
    for _, row in sorted(rows.items()):
        yield action_of(row)


def _score(service_id: str, given: Any, problems: list[Problem]) -> Score | None:
    if given is None:
        return None
    try:
        return Score.parse(given) if isinstance(given, str) else Score.of(given)
    except ModelError as error:
        problems += [
            Problem(f"service {quoted(service_id)}: {p.message}", p.hint) for p in error.problems
        ]
    return None
