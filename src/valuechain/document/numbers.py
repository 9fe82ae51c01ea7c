"""The numbers that a page needs to answer what would be if, by the model that is used here."""

from __future__ import annotations

import math
from typing import Any

from valuechain.language import say, spoken
from valuechain.model.chain import ValueChain
from valuechain.questions.diagnosis import Diagnosis
from valuechain.reports.diagnosed import name_of
from valuechain.reports.words import shown

INHERITED = ("dependence", "reachable")
"""What a service has from its chain where it says nothing else."""
LEVERS, RANKED = 5, 30
"""First steps that a page begins with, and those among which it ranks what is first then."""

SAID = (
    "{number} point",
    "{number} points",
    "at most",
    "just below",
    "All that {name} delivers",
    "as it is",
    "100 %, taken where nobody measured",
    "{quality} by itself, instead of {was}",
    "{was} by itself, as it is",
    "not measured: taken as 100 %",
    "The moved dependence is not in it.",
    "not known: some loops depend on themselves almost completely",
    "{share} on average, as assumed",
    "Teams",
    "Services",
    "{shown} of {all} services",
)
"""What the script of a page says."""


def numbers(diagnosis: Diagnosis, *, folded: bool) -> dict[str, Any]:
    """A chain as `model.js` reads it, ready for JSON.

    Parties stand in their order of solution, services behind one another by whom they serve;
    parties that serve one another in circles stand together as one of the ``steps``, (first, behind
    the last), in which they are iterated. `folded` is whether the page draws departments for
    parties.
    """
    chain, solution = diagnosis.chain, diagnosis.solution
    network = solution.reading.network
    parties, services = list(chain.parties), list(chain.services.values())
    weights = enumerate(solution.weights.tolist() if diagnosis.outcome is not None else [])
    return {
        "parties": [_party(chain, parties[i]) for i in network.order.tolist()],
        "into": network.into.tolist(),
        "steps": [[step.start, step.stop] for step in network.steps if step.loop > 1],
        "services": [
            _service(services[i].id, chain, provider, weight, left=left)
            for i, provider, weight, left in zip(
                network.services.tolist(),
                network.provider.tolist(),
                network.weight.tolist(),
                network.allowance.tolist(),
                strict=True,
            )
        ],
        "ends": [[party, weight] for party, weight in weights if weight > 0],
        **{name: getattr(chain, name) for name in INHERITED},
        "target": chain.target,
        "folded": folded,
        "levers": LEVERS,
        "links": [list(step.services) for step in diagnosis.steps[:RANKED]],
        **_language(),
    }


def _language() -> dict[str, Any]:
    """What the script says, where that is not as it stands there, and how it writes numbers."""
    words = {text: say(text) for text in SAID}
    return {
        "words": {text: said for text, said in words.items() if said != text},
        "point": spoken().point,
        "thousands": spoken().thousands,
    }


def _party(chain: ValueChain, party: str) -> dict[str, Any]:
    """A party."""
    return {"id": party, "name": name_of(chain.parties, party)}


def _service(
    service_id: str, chain: ValueChain, provider: int, weight: float, *, left: float
) -> dict[str, Any]:
    """A service: `score` is what was asked (``asked``), or what an expert said of it alone.

    `left` is what its customer has left when it fails, where that is bounded; ``bounds``, whether
    what its provider lacks bounds its customer, too.
    """
    service = chain.services[service_id]
    found: dict[str, Any] = {
        "id": service_id,
        "from": provider,
        "weight": weight,
    }
    for name in INHERITED:
        if getattr(service, name) != getattr(chain, name):
            found[name] = getattr(service, name)
    if service.score is not None:
        found |= {"score": service.score.value, "asked": service.satisfaction is not None}
    if math.isfinite(left):
        found["left"] = left
    if service.criticality is not None:
        found["bounds"] = True
    if service.delivers:
        found["delivers"] = shown(service.delivers)
    return found
