"""Chains to test with, from a seeded generator."""

from dataclasses import replace

from places import ROOT
from valuechain import Action, ModelError, Party, Scenario, Score, Service, ValueChain
from valuechain.model.parts import service_ids

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


def random_chain(
    rng, parties=6, services=10, scores=0.7, quality=0.2, critical=0.3, rule=None, dependence=None
):
    """A chain with loops, parallel services, critical ones, shields and unmeasured ones; numbers on a coarse grid make ties."""
    customers = rng.randint(1, 2)
    ids = [f"p{i}" for i in range(parties)]
    kinds = ["customer"] * customers + [
        rng.choice(["team", "team", "supplier"]) for _ in ids[customers:]
    ]
    members = [
        Party(
            i,
            kind=kind,
            group=rng.choice(["", "A", "B"]),
            share=rng.choice([1.0, 2.0, 0.5]) if kind == "customer" else 1.0,
        )
        for i, kind in zip(ids, kinds, strict=True)
    ]
    inside = ids[customers:]
    ends = [(rng.choice(inside), ids[0])]
    while len(ends) < services:
        provider, customer = rng.choice(inside), rng.choice(ids)
        if provider != customer:
            ends.append((provider, customer))
    made, rule = [], rule or rng.choice(["mean", "mean", "mean", "weakest", "fdna"])
    for service_id, (provider, customer) in zip(service_ids(ends), ends, strict=True):
        scored, expert = rng.random() < scores, rng.random() < quality
        value = Score.of(rng.choice([rng.randint(0, 20) / 20, rng.randint(0, 1000) / 1000]))
        made.append(
            Service(
                service_id,
                provider,
                customer,
                rng.choice(["", "orders", "goods"]),
                satisfaction=value if scored and not expert else None,
                quality=value if scored and expert else None,
                weight=rng.choice([1.0, 2.0, 0.5, 3.7]),
                dependence=rng.choice([0.8, 0.5, 0.95, 0.0]) if dependence is None else dependence,
                critical=rng.random() < critical,
                target=rng.choice([0.75, 0.75, 0.6, 1.0]),
            )
        )
    if rule == "fdna":
        made = [_bounding(rng, service) for service in made]
    return ValueChain(members, made, rule=rule)


def _bounding(rng, service):
    """The service with what its customer has left, as often as not; little, whatever the dependence."""
    left = rng.choice([0.01, 0.03, 0.05])
    if service.critical or rng.random() < 0.5 or service.dependence > 1 - left:
        return service
    return replace(service, criticality=left)


def with_actions(rng, chain, most=7, links=True):
    """The chain with up to so many actions, some of which need or exclude others; sound ones only."""
    while True:
        ids, services = [], {}
        for service in rng.sample(list(chain.services.values()), len(chain.services)):
            actions = []
            for _ in range(rng.choice([0, 1, 1, 2])):
                if len(ids) < most:
                    name = f"x{len(ids)}"
                    ids.append((name, service.id))
                    others = [other for other, owner in ids if owner != service.id] if links else []
                    needs = (rng.choice(others),) if others and rng.random() < 0.2 else ()
                    excludes = (
                        tuple({rng.choice(others)} - set(needs))
                        if others and rng.random() < 0.2
                        else ()
                    )
                    cost = rng.choice([0.0, 0.1, 0.2, 1.0, 2.0, 3.0, 5.0])
                    actions.append(
                        Action(f"do {name}", cost, rng.randint(0, 100) / 100, name, needs, excludes)
                    )
            services[service.id] = replace(service, improve=tuple(actions))
        if ids:
            try:
                return replace(chain, services={name: services[name] for name in chain.services})
            except ModelError:  # some action can never be done
                continue


def with_scenarios(rng, chain, count=3):
    """The chain with scenarios of one to three settings."""
    scenarios = []
    for number in range(count):
        chosen = rng.sample(list(chain.services), min(len(chain.services), rng.randint(1, 3)))
        settings = tuple(
            (service, rng.choice([rng.randint(0, 100) / 100, 0.0, 1.0, "target", "failed"]))
            for service in chosen
        )
        scenarios.append(Scenario(f"scenario {number}", settings))
    return replace(chain, scenarios=scenarios)


ODD_TEXTS = [
    "order form",
    "Küche & Söhne",
    "=1+1",
    "- intern",
    "Region #1",
    "a: b",
    '"quoted"',
    "two\nlines",
    "花🌻",
    "no",
    "12",
    " x ",
    "<b>",
    "100 %",
]
"""What people call things, and what some format would take for something else."""


def rich_chain(rng):
    """A chain with something in every field that a file may carry."""
    chain = random_chain(rng, parties=rng.randint(3, 6), services=rng.randint(1, 8))
    parties = [
        replace(
            party,
            name=rng.choice(["", *ODD_TEXTS]),
            group=rng.choice(["", *ODD_TEXTS]),
            people=rng.choice([None, 1000, 20_000]),
            column=rng.choice([None, 2]) if party.kind != "customer" else None,
        )
        for party in chain.parties.values()
    ]
    services = [_rich_service(rng, service) for service in chain.services.values()]
    own = {"target": 0.8, "dependence": 0.7, "reachable": 1.0, "rater_correlation": 0.3}
    plain = replace(
        chain, parties=parties, services=services, title=rng.choice(["", *ODD_TEXTS]), **own
    )
    with_all = with_scenarios(rng, with_actions(rng, plain))
    return with_all if rng.random() < 0.5 else plain


def _rich_service(rng, service):
    scored = service.satisfaction and Score.parse(
        rng.choice(
            ["3.4/5 (9 responses)", "81%", "NPS 31 (140 responses)", "CES 5.2/7", "0.123456789"]
        )
    )
    ends = rng.choice([None, None, (0.5, 0.9)])
    return replace(
        service,
        delivers=rng.choice(["", *ODD_TEXTS]),
        satisfaction=scored,
        aspects=(("care", Score.parse("80%")), ("Zeit & Ort", Score.parse("3.1/5 (9 responses)")))
        if rng.random() < 0.3
        else (),
        dependence=service.dependence if ends is None else 0.7,
        dependence_range=ends,
        reachable=max(service.target, 0.95),
    )


EXTREMES = (1e-12, 1e-9, 3e-7, 9e-5, 0.5, 1 - 3e-6, 1 - 1e-9)


def extreme_chain(rng):
    """A chain whose numbers are as small, as large and as near to 1 as a file may have them."""
    chain = rich_chain(rng)
    services = []
    for service in chain.services.values():
        target = rng.choice(EXTREMES)
        actions = tuple(
            replace(action, cost=rng.choice([9e-5, 1e12]), quality=rng.choice(EXTREMES))
            for action in service.improve
        )
        services.append(
            replace(
                service,
                weight=rng.choice([1e-12, 9e-5, 1e12]),
                dependence=rng.choice(EXTREMES),
                dependence_range=None,
                criticality=None,
                satisfaction=service.satisfaction and Score.of(rng.choice(EXTREMES)),
                target=target,
                reachable=max(target, service.reachable),
                improve=actions,
            )
        )
    return replace(chain, services=services, rater_correlation=9e-5, repeat_sd=9e-5)


def answered_chain(rng):
    """A chain of some size with actions, scenarios, people and numbers of answers."""
    chain = random_chain(rng, parties=rng.randint(4, 12), services=rng.randint(5, 30))
    services = [
        replace(
            service,
            satisfaction=service.satisfaction
            and Score.of(service.satisfaction.value, rng.choice([None, 1, 4, 30])),
        )
        for service in chain.services.values()
    ]
    counted = replace(chain, services=services, rater_correlation=rng.choice([0.0, 0.3]))
    return with_scenarios(rng, with_actions(rng, counted))
