"""A chain as two tables, parties and services: rows of plain values under the file format's names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from valuechain.model.actions import Action
from valuechain.model.scenarios import Scenario, setting_of, setting_text
from valuechain.model.score import as_percentage
from valuechain.problems import ModelError

if TYPE_CHECKING:
    from valuechain.model.chain import ValueChain
    from valuechain.model.parts import Party, Service

Row: TypeAlias = dict[str, Any]
CHAIN = "chain"
"""The kind of the row that says what holds for the whole chain."""
PARTY_COLUMNS = (
    "id",
    "name",
    "kind",
    "group",
    "people",
    "share",
    "column",
    "target",
    "dependence",
    "rule",
)
SERVICE_COLUMNS = (
    "provider",
    "customer",
    "delivers",
    "satisfaction",
    "quality",
    "weight",
    "dependence",
    "critical",
    "target",
)
ASPECTS, IMPROVE, SCENARIOS = "aspects.", "improve.", "scenarios."
"""What the headings of an aspect's, an action's and a scenario's columns begin with."""
ACTION_FIELDS = ("action", "cost", "quality", "id", "needs", "excludes")
ACTION_COLUMN = re.compile(rf"([1-9]\d{{0,3}})\.({'|'.join(ACTION_FIELDS)})")
"""What follows `IMPROVE`: the number of the action, from 1, and its field."""


class Tables(NamedTuple):
    """A chain as rows: `parties`, of which the first is the chain itself, and `services`."""

    parties: list[Row]
    services: list[Row]


def to_tables(chain: ValueChain) -> Tables:
    """See `ValueChain.to_tables`."""
    head = dict.fromkeys(PARTY_COLUMNS) | {
        "name": chain.title or None,
        "kind": CHAIN,
        "target": chain.target,
        "rule": chain.rule,
    }
    head["dependence"] = _dependence(chain)
    parties = [head, *(_party(party) for party in chain.parties.values())]
    words = dict.fromkeys(
        word for service in chain.services.values() for word, _ in service.aspects
    )
    settings, most = (
        settings_of(chain),
        max((len(service.improve) for service in chain.services.values()), default=0),
    )
    services = []
    for service in chain.services.values():
        told = settings.get(service.id, {})
        row = _service(service, list(words)) | _actions(service.improve, most)
        services.append(row | {SCENARIOS + name: told.get(name) for name in chain.scenarios})
    return Tables(parties, services)


def settings_of(chain: ValueChain) -> dict[str, dict[str, str]]:
    """The words of every setting by service id and scenario."""
    found: dict[str, dict[str, str]] = {}
    for scenario in chain.scenarios.values():
        for service, setting in scenario.settings:
            found.setdefault(service, {})[scenario.name] = setting_text(setting)
    return found


def scenarios_of(told: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[Scenario, ...]:
    """The scenarios that services tell of: of each its id and, by scenario, what is set."""
    found: dict[str, list[tuple[str, Any]]] = {}
    for service, settings in told:
        for name, setting in settings.items():
            found.setdefault(name, []).append((service, _read(setting)))
    return tuple(Scenario(name, tuple(pairs)) for name, pairs in found.items())


def _read(setting: Any) -> Any:
    """A setting, or what was given where it is none: that is told with all else."""
    try:
        return setting_of(setting)
    except ModelError:
        return setting


def action_row(action: Action) -> dict[str, str | float]:
    """An action as scalars by the file format's names; without what follows from the rest. Several ids stand on a line each."""
    row: dict[str, str | float] = {
        "action": action.action,
        "cost": action.cost,
        "quality": action.quality,
    }
    if action.named:
        row["id"] = action.id
    return row | {
        name: "\n".join(others)
        for name in ("needs", "excludes")
        if (others := getattr(action, name))
    }


def action_of(row: Mapping[str, Any]) -> Action:
    """The action that such scalars tell of; what is wrong with them is told with all else."""
    others = {name: _ids(row.get(name)) for name in ("needs", "excludes")}
    cost: Any = row.get("cost")
    quality: Any = row.get("quality")
    return Action(row.get("action", ""), cost, quality, row.get("id", ""), **others)


def _ids(text: Any) -> Any:
    return () if text in (None, "") else tuple(text.split("\n")) if isinstance(text, str) else text


def _actions(actions: tuple[Action, ...], most: int) -> Row:
    """The cells of a service's actions, of which some service has `most`."""
    rows = [
        action_row(action) | {"quality": as_percentage(action.quality)} for action in actions
    ]  # a bare 1 could be a mark
    return {
        f"{IMPROVE}{number + 1}.{name}": rows[number].get(name) if number < len(rows) else None
        for number in range(most)
        for name in ACTION_FIELDS
    }


def _party(party: Party) -> Row:
    own = {
        "id": party.id,
        "name": party.name,
        "kind": party.kind,
        "group": party.group or None,
        "people": party.people,
    }
    share = party.share if party.kind == "customer" else None
    return dict.fromkeys(PARTY_COLUMNS) | own | {"share": share, "column": party.column}


def _service(service: Service, words: list[str]) -> Row:
    row: Row = {name: getattr(service, name) for name in SERVICE_COLUMNS}
    row |= {"delivers": service.delivers or None, "dependence": _dependence(service)}
    row |= {name: str(row[name]) for name in ("satisfaction", "quality") if row[name] is not None}
    aspects = dict(service.aspects)
    return row | {ASPECTS + word: str(aspects[word]) if word in aspects else None for word in words}


def _dependence(holder: ValueChain | Service) -> float | str:
    ends = holder.dependence_range
    return holder.dependence if ends is None else "..".join(repr(float(end)) for end in ends)
