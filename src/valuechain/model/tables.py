"""A chain as two tables, parties and services: rows under the file format's names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from valuechain.model.fields import Field, headings_of
from valuechain.model.parts import PARTY_FIELDS, SERVICE_FIELDS, Party, Service
from valuechain.model.scenarios import Scenario, setting_of, setting_text
from valuechain.model.values import CHAIN
from valuechain.problems import ModelError

if TYPE_CHECKING:
    from valuechain.model.chain import ValueChain

Row: TypeAlias = dict[str, Any]
SCENARIOS = "scenarios."
"""What the headings of a scenario's columns begin with."""


class Tables(NamedTuple):
    """A chain as rows: `parties`, of which the first is the chain itself, and `services`."""

    parties: list[Row]
    services: list[Row]


def party_columns(own: tuple[Field, ...]) -> tuple[str, ...]:
    """Columns of the table of parties; one row is the chain's, whose fields are its `own`."""
    return tuple(dict.fromkeys((*headings_of(PARTY_FIELDS), *headings_of(own))))


def to_tables(chain: ValueChain, own: tuple[Field, ...]) -> Tables:
    """See `ValueChain.to_tables`; `own` are the chain's fields."""
    blank = dict.fromkeys(party_columns(own))
    head = blank | {field.heading: field.cell(chain) for field in own} | {"kind": CHAIN}
    parties = [head, *(blank | _party(party) for party in chain.parties.values())]
    services = list(chain.services.values())
    settings = settings_of(chain)
    rows = [
        {field.heading: field.cell(service) for field in SERVICE_FIELDS if not field.family}
        for service in services
    ]
    for field in SERVICE_FIELDS:
        if field.family:
            _add_family(rows, services, field)
    for row, service in zip(rows, services, strict=True):
        said = settings.get(service.id, {})
        row.update({SCENARIOS + name: said.get(name) for name in chain.scenarios})
    return Tables(parties, rows)


def _party(party: Party) -> Row:
    return {field.heading: field.cell(party) for field in PARTY_FIELDS if field.is_of(party.kind)}


def _add_family(rows: Sequence[Row], services: Sequence[Service], field: Field) -> None:
    """Add the columns of a field that takes several."""
    kind: Any = field.kind
    values = [field.held(service) for service in services]
    blank = dict.fromkeys(field.family + rest for rest in kind.headings(values))
    for row, value in zip(rows, values, strict=True):
        row.update(blank)
        row.update({field.family + rest: cell for rest, cell in kind.cells(value).items()})


def settings_of(chain: ValueChain) -> dict[str, dict[str, str]]:
    """The words of every setting by service id and scenario."""
    found: dict[str, dict[str, str]] = {}
    for scenario in chain.scenarios.values():
        for service, setting in scenario.settings:
            found.setdefault(service, {})[scenario.name] = setting_text(setting)
    return found


def scenarios_of(said: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[Scenario, ...]:
    """The scenarios that services tell of: of each its id and, by scenario, what is set."""
    found: dict[str, list[tuple[str, Any]]] = {}
    for service, settings in said:
        for name, setting in settings.items():
            found.setdefault(name, []).append((service, _read(setting)))
    return tuple(Scenario(name, tuple(pairs)) for name, pairs in found.items())


def _read(setting: Any) -> Any:
    """A setting, or what was given where it is none: that is said with all else."""
    try:
        return setting_of(setting)
    except ModelError:
        return setting
