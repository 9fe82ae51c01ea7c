"""All that a file may say: the fields of every owner, the sections, and what is kept for later."""

from __future__ import annotations

from collections.abc import Mapping

from valuechain.model.actions import ACTION_FIELDS
from valuechain.model.chain import CHAIN_FIELDS
from valuechain.model.fields import Field
from valuechain.model.parts import PARTY_FIELDS, SERVICE_FIELDS, Kind
from valuechain.model.tables import party_columns

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "chain": CHAIN_FIELDS,
    "party": PARTY_FIELDS,
    "service": SERVICE_FIELDS,
    "action": ACTION_FIELDS,
}
"""The fields by their owner, in the order of a file."""
PARTY_COLUMNS = party_columns(CHAIN_FIELDS)
SECTIONS: Mapping[str, Kind] = {"suppliers": "supplier", "teams": "team", "customers": "customer"}
TOP = ("valuechain", *(field.name for field in CHAIN_FIELDS), *SECTIONS, "scenarios")
"""The keys at the top of a file."""


def keys(owner: str, kind: str = "") -> dict[str, Field]:
    """The fields that are keys of a YAML file, by name; of a party those of its kind."""
    return {
        field.name: field
        for field in FIELDS[owner]
        if not field.by_place and (not kind or field.is_of(kind))
    }


KEPT: Mapping[str, tuple[str, ...]] = {"chain": ("playbook",)}
"""Keys that later versions will read, by owner, so that files stay valid then."""
