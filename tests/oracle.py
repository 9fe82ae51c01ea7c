"""A second, plain implementation of the model: lists, floats and brute iteration. Shares no code with the library."""

import itertools
from dataclasses import replace

from valuechain import Score

EPS = 1e-9
TIE = 1e-12


def solve(chain, u, alpha, pinned):
    """Least fixed point by iteration from below."""
    services = list(chain.services.values())
    received = dict.fromkeys(chain.parties, 0.0)
    for _ in range(200_000):
        delivered = [
            pinned[i] if pinned[i] is not None else min(1.0, u[i] + alpha[i] * received[s.provider])
            for i, s in enumerate(services)
        ]
        new = {}
        for k in chain.parties:
            into = [i for i, s in enumerate(services) if s.customer == k]
            new[k] = combined(chain, services, into, delivered, received)
        change = max(abs(new[k] - received[k]) for k in new)
        received = new
        if change < 1e-16:
            break
    return received, delivered


def combined(chain, services, into, delivered, received):
    if not into:
        return 0.0
    mean = mean_of(services, into, delivered)
    critical = [delivered[i] for i in into if is_critical(chain, services[i])]
    bounds = [
        max(delivered[i], received[services[i].provider]) - services[i].criticality
        for i in into
        if services[i].criticality is not None
    ]
    return min(1.0, max([mean, *critical, *bounds]))


def mean_of(services, into, delivered):
    return sum(services[i].weight * delivered[i] for i in into) / sum(
        services[i].weight for i in into
    )


def is_critical(chain, service):
    return service.critical or chain.rule == "weakest"


def read(chain):
    """(u, alpha', delivered, received) after splitting every observation."""
    services = list(chain.services.values())
    pinned = [None if s.satisfaction is None else 1 - s.satisfaction.value for s in services]
    given = [0.0 if s.quality is None else 1 - s.quality.value for s in services]
    alpha = [s.dependence for s in services]
    received, delivered = solve(chain, given, alpha, pinned)
    u, effective = [], []
    for i, s in enumerate(services):
        passed = alpha[i] * received[s.provider]
        if pinned[i] is not None:
            if pinned[i] >= passed:
                u.append(pinned[i] - passed)
                effective.append(alpha[i])
            else:
                u.append(0.0)
                effective.append(pinned[i] / received[s.provider])
        else:
            u.append(min(given[i], 1 - passed))
            effective.append(alpha[i])
    return u, effective, delivered, received


def leads_from_scored(chain):
    """Parties to whom a scored service leads."""
    services = list(chain.services.values())
    reached = {s.customer for s in services if s.satisfaction or s.quality}
    while True:
        more = {s.customer for s in services if s.provider in reached} - reached
        if not more:
            return reached
        reached |= more


def weights(chain):
    """Normalised shares of the external customers that count, and whether anything is known."""
    reached = leads_from_scored(chain)
    share = {p.id: p.share for p in chain.parties.values() if p.kind == "customer"}
    known = {p: x for p, x in share.items() if p in reached}
    use = known if sum(known.values()) > 0 else share
    total = sum(use.values())
    return {p: x / total for p, x in use.items()}, sum(known.values()) > 0


def branch(chain, services, delivered, received, *, divided=False):
    """What each service counts by itself, and by what its provider lacks, by the stated subgradient.

    Divided, what an allowance takes away is taken from each cause in proportion.
    """
    c, around = [0.0] * len(services), [0.0] * len(services)
    for k in chain.parties:
        into = [i for i, s in enumerate(services) if s.customer == k]
        if not into:
            continue
        bounds = {}
        for i in into:
            if is_critical(chain, services[i]):
                bounds[i] = (delivered[i], delivered[i], False)
            elif services[i].criticality is not None:
                lacks = received[services[i].provider]
                past = lacks > delivered[i] + TIE
                reaching = lacks if past else delivered[i]
                bounds[i] = (reaching - services[i].criticality, reaching, past)
        mean = mean_of(services, into, delivered)
        worst = max((bound for bound, _, _ in bounds.values()), default=-1.0)
        if not bounds or mean > worst + TIE:
            total = sum(services[i].weight for i in into)
            for i in into:
                c[i] = services[i].weight / total
        else:
            top = [i for i in bounds if bounds[i][0] >= worst - TIE]
            for i in top:
                bound, reaching, past = bounds[i]
                passed = bound / reaching if divided and reaching > 0 else 1.0
                (around if past else c)[i] = passed / len(top)
    return c, around


def slopes(chain, services, solution, effective, e, *, divided=False):
    """Slope of what everyone lacks in the own shortfall of service e: forward differentiation, iterated to its fixed point."""
    delivered, received = solution
    c, around = branch(chain, services, delivered, received, divided=divided)
    slope = dict.fromkeys(chain.parties, 0.0)
    for _ in range(200_000):
        new = dict.fromkeys(chain.parties, 0.0)
        for i, s in enumerate(services):
            new[s.customer] += c[i] * ((i == e) + effective[i] * slope[s.provider])
            new[s.customer] += around[i] * slope[s.provider]
        change = max(abs(new[k] - slope[k]) for k in new)
        slope = new
        if change < 1e-16:
            break
    return slope


def verdict(s, satisfaction, own, inherited, shields, provider_lacks):
    if satisfaction < s.target - EPS:
        if 1 - own < s.target - EPS or own > inherited + EPS:
            return "root cause"
        return "symptom"
    if shields and 1 - provider_lacks < s.target - EPS:
        return "shield"
    return "sound"


def measured(service):
    return bool(service.satisfaction or service.quality)


def lower_quartile(values):
    """Interpolated between neighbours, as spreadsheets do."""
    values = sorted(values)
    at = (len(values) - 1) / 4
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (at - low) * (values[high] - values[low])


def supposed(chain):
    """The chain in which every unmeasured service is as satisfied as the lowest quarter of the measured."""
    _, _, delivered, _ = read(chain)
    services = list(chain.services.values())
    known = {}  # parallel services that say the same count once
    for i, s in enumerate(services):
        if measured(s):
            said = s.provider, s.customer, s.dependence, s.satisfaction, s.quality
            known.setdefault(said, 1 - delivered[i])
    if not known:
        return chain
    score = Score.of(float(min(1.0, max(0.0, lower_quartile(known.values())))))
    filled = [s if measured(s) else replace(s, satisfaction=score) for s in services]
    return Reduced(chain, filled)


class Reduced:
    """A chain with other services, as far as the oracle looks at it."""

    def __init__(self, chain, services):
        self.parties, self.rule = chain.parties, chain.rule
        self.services = {s.id: s for s in services}


def parts(chain):
    """(own, inherited) of every service, with what returns through loops."""
    services = list(chain.services.values())
    u, effective, delivered, received = read(chain)
    found = []
    for i, s in enumerate(services):
        back = 0.0
        if u[i]:
            solution = delivered, received
            back = slopes(chain, services, solution, effective, i, divided=True)[s.provider]
        own = min(u[i] * (1 + effective[i] * back), delivered[i])
        found.append((own, delivered[i] - own))
    return found


def verdicts(chain):
    u, _, delivered, received = read(chain)
    result = {}
    for i, (s, (own, inherited)) in enumerate(
        zip(chain.services.values(), parts(chain), strict=True)
    ):
        if not measured(s):
            result[s.id] = "unmeasured"
            continue
        satisfaction = s.satisfaction.value if s.satisfaction else 1 - delivered[i]
        lacks = received[s.provider]
        shields = delivered[i] - u[i] < s.dependence * lacks - EPS
        result[s.id] = verdict(s, satisfaction, own, inherited, shields, lacks)
    return result


def deciding(chain):
    """By service, what each unmeasured one would change in what its provider lacks, were its link as bad as the lowest quarter."""
    other = supposed(chain)
    services = list(chain.services.values())
    pinned = [1 - s.satisfaction.value if s.satisfaction else None for s in services]
    given = [1 - s.quality.value if s.quality else 0.0 for s in services]
    alpha = [s.dependence for s in services]
    base = solve(chain, given, alpha, pinned)[0]
    found = {s.id: {} for s in services}
    for s in services:
        if not measured(s) and other is not chain:
            one = [
                1 - other.services[each.id].satisfaction.value
                if (each.provider, each.customer) == (s.provider, s.customer) and not measured(each)
                else pin
                for each, pin in zip(services, pinned, strict=True)
            ]
            changed = solve(chain, given, alpha, one)[0]
            for each in services:
                found[each.id][s.id] = changed[each.provider] - base[each.provider]
    return found


def in_loop(chain, service):
    """Whether what a service delivers can come back to its provider."""
    reached = {service.customer}
    while True:
        more = {s.customer for s in chain.services.values() if s.provider in reached} - reached
        if not more:
            return service.provider in reached
        reached |= more


def upper_bound(chain):
    """Whether an unmeasured service leads to a counted customer by a path without observations."""
    share, known = weights(chain)
    if not known:
        share = {}
    open_ends = {party for party, x in share.items() if x > 0}
    while True:
        into = [
            s
            for s in chain.services.values()
            if s.customer in open_ends and not (s.satisfaction and s.criticality is None)
        ]
        if any(not measured(s) for s in into):
            return True
        more = {s.provider for s in into if s.dependence > 0 or s.criticality is not None}
        more -= open_ends
        if not more:
            return False
        open_ends |= more


def tipping(s, satisfaction, provider_lacks, looped):
    """The dependence from which an observed weak link is a symptom, or None."""
    if s.satisfaction is None or looped or satisfaction >= s.target - EPS or provider_lacks == 0:
        return None
    found = max(s.target - satisfaction, (1 - satisfaction) / 2) / provider_lacks
    return found if found <= 1 else None


def gain_of(chain, ids, *, perfect=False):
    """What the customers win if these services are as good as a provider can be, or perfect."""
    services = list(chain.services.values())
    u, effective, _, received = read(chain)
    own = [
        min(x, 0.0 if perfect else 1 - s.reachable) if s.id in ids else x
        for x, s in zip(u, services, strict=True)
    ]
    after = solve(chain, own, effective, [None] * len(services))[0]
    share, _ = weights(chain)
    return sum(share[p] * (received[p] - after[p]) for p in share)


def steps(chain, by):
    """Gain and potential of the measured services that have a key in common."""
    members = {}
    for s in chain.services.values():
        if measured(s):
            members.setdefault(by(s), []).append(s.id)
    return {
        key: (gain_of(chain, ids), gain_of(chain, ids, perfect=True))
        for key, ids in members.items()
    }


def diagnose(chain):
    """Everything, as plain dicts."""
    services = list(chain.services.values())
    u, effective, delivered, received = read(chain)
    share, known = weights(chain)
    lost = sum(share[p] * received[p] for p in share)
    none = [None] * len(services)
    first, second = verdicts(chain), verdicts(supposed(chain))
    moved, own = deciding(chain), parts(chain)
    rows = {}
    for i, s in enumerate(services):
        slope = slopes(chain, services, (delivered, received), effective, i)
        charged = slopes(chain, services, (delivered, received), effective, i, divided=True)
        matters = sum(share[p] * slope[p] for p in share)
        other = list(u)
        other[i] = 0.0
        better = solve(chain, other, effective, none)[0]
        other[i] = 1.0
        worse = solve(chain, other, effective, none)[0]
        decided, undecided = first[s.id], ()
        if decided in ("root cause", "symptom") and second[s.id] != decided:
            decided = "undecided"
            undecided = tuple(name for name, by in moved[s.id].items() if abs(by) > EPS)
        rows[s.id] = {
            "satisfaction": 1 - delivered[i],
            "own_shortfall": own[i][0],
            "inherited_shortfall": own[i][1],
            "quality": 1 - u[i],
            "effective_dependence": effective[i],
            "importance": matters,
            "charged": sum(share[p] * charged[p] for p in share),
            "contribution": sum(share[p] * charged[p] for p in share) * u[i],
            "reachable": max(s.reachable, 1 - u[i]),
            "gain": gain_of(chain, [s.id]),
            "potential": gain_of(chain, [s.id], perfect=True),
            "loss_if_failed": sum(share[p] * worse[p] for p in share) - lost,
            "spread": {k: received[k] - better[k] for k in chain.parties},
            "verdict": decided,
            "decided_by": undecided,
            "tipping_dependence": tipping(
                s, 1 - delivered[i], received[s.provider], in_loop(chain, s)
            ),
        }
    reached = leads_from_scored(chain)
    served = {s.customer for s in services}
    return {
        "outcome": 1 - lost if known else None,
        "upper_bound": upper_bound(chain),
        "received": {
            k: None if k in served and k not in reached else 1 - received[k] for k in chain.parties
        },
        "services": rows,
        "steps": steps(chain, lambda s: (s.provider, s.customer)),
        "teams": steps(chain, lambda s: s.provider),
    }


# What would be, and what to do about it.


def set_to(chain, settings):
    """What every party lacks where services are set to qualities, ``"target"`` or ``"failed"``."""
    ids, u, effective, *_ = [list(chain.services), *read(chain)]
    for service_id, setting in settings.items():
        i = ids.index(service_id)
        aimed = min(u[i], 1 - chain.services[service_id].target)
        u[i] = (
            {"failed": 1.0, "target": aimed}.get(setting)
            if isinstance(setting, str)
            else 1 - setting
        )
    return solve(chain, u, effective, [None] * len(ids))[0]


def lost(chain, received):
    share, _ = weights(chain)
    return sum(share[party] * received[party] for party in share)


def every_set(chain):
    """(cost, gain, ids) of every set of actions that may be done."""
    actions = [action for service in chain.services.values() for action in service.improve]
    ids, u, effective, _, received = [list(chain.services), *read(chain)]
    now = lost(chain, received)
    for size in range(len(actions) + 1):
        for chosen in itertools.combinations(actions, size):
            names = {action.id for action in chosen}
            if len({action.service for action in chosen}) < size:
                continue
            if any(set(action.needs) - names or set(action.excludes) & names for action in chosen):
                continue
            own = list(u)
            for action in chosen:
                i = ids.index(action.service)
                own[i] = min(own[i], 1 - action.quality)
            after = solve(chain, own, effective, [None] * len(ids))[0]
            yield sum(action.cost for action in chosen), now - lost(chain, after), names
