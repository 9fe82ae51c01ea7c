"""Plans of 200 actions on 1,000 services; some minutes."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial

import valuechain as vc
from common import clock, layered, with_bottlenecks
from valuechain import Action, ModelError, ValueChain

ACTIONS = 200
KINDS = (  # name; services that close loops, critical ones, actions with links; rule
    ("mean", 0.0, 0.0, 0.0, "mean"),
    ("mean, loops, needs and excludes", 0.05, 0.0, 0.2, "mean"),
    ("a tenth critical", 0.0, 0.1, 0.0, "mean"),
    ("a third critical, loops, needs and excludes", 0.05, 0.3, 0.1, "mean"),
    ("weakest, loops", 0.05, 0.0, 0.0, "weakest"),
)


def offering(chain: ValueChain, links: float) -> ValueChain:
    """The chain with 200 actions at scored services, of which some need or exclude others."""
    rng = random.Random(6)
    scored = [name for name, service in chain.services.items() if service.score]
    while True:
        chosen = rng.sample(scored, ACTIONS)
        actions = dict(zip(chosen, _actions(rng, links), strict=True))
        services = {
            name: replace(service, improve=(actions[name],) if name in actions else ())
            for name, service in chain.services.items()
        }
        try:
            return replace(chain, services=services)
        except ModelError:  # some action could never be done
            continue


def _actions(rng: random.Random, links: float) -> list[Action]:
    made: list[Action] = []
    ids: list[str] = []
    for number in range(ACTIONS):
        needs = _other(rng, ids, links)
        excludes = tuple(set(_other(rng, ids, links)) - set(needs))
        cost, quality = round(rng.uniform(1, 50), 2), rng.uniform(0.7, 1)
        ids.append(f"x{number}")
        made.append(Action(ids[-1], cost, quality, ids[-1], needs, excludes))
    return made


def _other(rng: random.Random, ids: list[str], links: float) -> tuple[str, ...]:
    return (rng.choice(ids),) if ids and rng.random() < links else ()


def case(backward: float, scored: float, share: float, links: float, rule: str) -> vc.Diagnosis:
    chain = with_bottlenecks(layered(1_000, 200, 10, backward, scored), share)
    return vc.diagnose(replace(offering(chain, links), rule=rule))


def cost_of_all(diagnosis: vc.Diagnosis) -> float:
    services = diagnosis.chain.services.values()
    return sum(action.cost for service in services for action in service.improve)


def plans() -> None:
    print(f"plans of {ACTIONS} actions on 1,000 services, seconds of the clock")
    print("(aim: 10 s, or a gap below 0.1 point)")
    for kind, backward, share, links, rule in KINDS:
        for scored in (0.9, 0.3):
            diagnosis = case(backward, scored, share, links, rule)
            for part in (0.1, 0.4):
                print(
                    f"  {kind}, {scored:.0%} scored, budget {part:.0%}: {planned(diagnosis, part)}"
                )


def planned(diagnosis: vc.Diagnosis, part: float) -> str:
    found, took = clock(partial(vc.plan, diagnosis, part * cost_of_all(diagnosis)))
    gap = (found.bound or 0.0) - (found.outcome or 0.0)
    proof = "proven" if found.exact else f"gap {100 * gap:.3f} points"
    return f"{took:.2f} s, {proof}, {len(found)} actions"


def frontier() -> None:
    staircase, took = clock(partial(vc.frontier, case(0.05, 0.3, 0.0, 0.0, "weakest")))
    closed = "exact" if staircase.exact else "not closed"
    print(f"  the last one's frontier: {took:.0f} s, {len(staircase)} steps, {closed}")


if __name__ == "__main__":
    plans()
    frontier()
