"""A chain whose entries stand in another order, and what is told of it in one order."""

import json
import random
from dataclasses import replace

LISTED = {"aspects": "providers", "dependence_estimate": "services"}
"""Where rows are not ranked, but stand in the file's order."""


def orders(chain, seed):
    """The chain with its parties reversed, its services, both, and both shuffled."""
    parties, links = list(chain.parties.values()), _links(chain)
    yield "parties reversed", replace(chain, parties=parties[::-1])
    yield "services reversed", replace(chain, services=_services(links[::-1]))
    yield "both reversed", replace(chain, parties=parties[::-1], services=_services(links[::-1]))
    rng = random.Random(seed)
    rng.shuffle(parties)
    rng.shuffle(links)
    yield "shuffled", replace(chain, parties=parties, services=_services(links))


def _links(chain):
    """The services of each link, which bear the numbers of the order in which they stand."""
    links = {}
    for service in chain.services.values():
        links.setdefault((service.provider, service.customer), []).append(service)
    return list(links.values())


def _services(links):
    return [service for link in links for service in link]


def in_one_order(result):
    """Its JSON, all digits of it, with what is listed in the file's order sorted.

    These are mappings by id, and lists of ids; ranked rows stay as they are.
    """
    data = result.to_dict()
    kind = data["format"].removeprefix("valuechain.").removesuffix("/1")
    if kind in LISTED:
        data[LISTED[kind]] = sorted(data[LISTED[kind]], key=json.dumps)
    return json.dumps(_with_ids_sorted(data), sort_keys=True)


def _with_ids_sorted(value):
    if isinstance(value, dict):
        return {key: _with_ids_sorted(one) for key, one in value.items()}
    if isinstance(value, list):
        told = [_with_ids_sorted(one) for one in value]
        return sorted(told) if all(isinstance(one, str) for one in told) else told
    return value
