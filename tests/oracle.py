"""A second, plain implementation of the model: lists, floats and brute iteration. Shares no code with the library."""

import itertools

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
            new[k] = combined(chain, services, into, delivered)
        change = max(abs(new[k] - received[k]) for k in new)
        received = new
        if change < 1e-16:
            break
    return received, delivered


def combined(chain, services, into, delivered):
    if not into:
        return 0.0
    mean = mean_of(services, into, delivered)
    critical = [delivered[i] for i in into if is_critical(chain, services[i])]
    return max([mean, *critical])


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


def branch(chain, services, delivered):
    """c_e by the stated subgradient."""
    c = [0.0] * len(services)
    for k in chain.parties:
        into = [i for i, s in enumerate(services) if s.customer == k]
        if not into:
            continue
        critical = [i for i in into if is_critical(chain, services[i])]
        mean = mean_of(services, into, delivered)
        worst = max((delivered[i] for i in critical), default=-1.0)
        if not critical or mean > worst + TIE:
            total = sum(services[i].weight for i in into)
            for i in into:
                c[i] = services[i].weight / total
        else:
            top = [i for i in critical if delivered[i] >= worst - TIE]
            for i in top:
                c[i] = 1 / len(top)
    return c


def importance(chain, services, delivered, effective, share, e):
    """Slope of the outcome in the quality of service e: forward differentiation, iterated to its fixed point."""
    c = branch(chain, services, delivered)
    slope = dict.fromkeys(chain.parties, 0.0)
    for _ in range(200_000):
        new = dict.fromkeys(chain.parties, 0.0)
        for i, s in enumerate(services):
            new[s.customer] += c[i] * ((i == e) + effective[i] * slope[s.provider])
        change = max(abs(new[k] - slope[k]) for k in new)
        slope = new
        if change < 1e-16:
            break
    return sum(share[p] * slope[p] for p in share)


def verdict(s, satisfaction, own, inherited, alpha, provider_lacks):
    if satisfaction < s.target - EPS:
        if 1 - own < s.target - EPS or own > inherited + EPS:
            return "root cause"
        return "symptom"
    if inherited < alpha * provider_lacks - EPS and 1 - provider_lacks < s.target - EPS:
        return "shield"
    return "sound"


def without_unmeasured(chain):
    """The services that stay when unmeasured ones are left out where a scored one remains."""
    services = list(chain.services.values())
    scored_into = {s.customer for s in services if s.satisfaction or s.quality}
    return [s for s in services if s.satisfaction or s.quality or s.customer not in scored_into]


class Reduced:
    """A chain with fewer services, as far as the oracle looks at it."""

    def __init__(self, chain, services):
        self.parties, self.rule = chain.parties, chain.rule
        self.services = {s.id: s for s in services}


def verdicts(chain):
    u, _, delivered, received = read(chain)
    result = {}
    for i, s in enumerate(chain.services.values()):
        if not (s.satisfaction or s.quality):
            result[s.id] = "unmeasured"
            continue
        satisfaction = s.satisfaction.value if s.satisfaction else 1 - delivered[i]
        result[s.id] = verdict(
            s, satisfaction, u[i], delivered[i] - u[i], s.dependence, received[s.provider]
        )
    return result


def tipping(s, satisfaction, provider_lacks):
    """The dependence from which an observed weak link is a symptom, or None."""
    if s.satisfaction is None or satisfaction >= s.target - EPS or provider_lacks == 0:
        return None
    found = max(s.target - satisfaction, (1 - satisfaction) / 2) / provider_lacks
    return found if found <= 1 else None


def diagnose(chain):
    """Everything, as plain dicts."""
    services = list(chain.services.values())
    u, effective, delivered, received = read(chain)
    share, known = weights(chain)
    lost = sum(share[p] * received[p] for p in share)
    none = [None] * len(services)
    first, second = verdicts(chain), verdicts(Reduced(chain, without_unmeasured(chain)))
    rows = {}
    for i, s in enumerate(services):
        matters = importance(chain, services, delivered, effective, share, i)
        other = list(u)
        other[i] = 0.0
        better = solve(chain, other, effective, none)[0]
        other[i] = 1.0
        worse = solve(chain, other, effective, none)[0]
        decided = first[s.id]
        if decided in ("root cause", "symptom") and second[s.id] != decided:
            decided = "undecided"
        rows[s.id] = {
            "satisfaction": 1 - delivered[i],
            "own_shortfall": u[i],
            "inherited_shortfall": delivered[i] - u[i],
            "effective_dependence": effective[i],
            "importance": matters,
            "contribution": matters * u[i],
            "gain": lost - sum(share[p] * better[p] for p in share),
            "loss_if_failed": sum(share[p] * worse[p] for p in share) - lost,
            "spread": {k: received[k] - better[k] for k in chain.parties},
            "verdict": decided,
            "tipping_dependence": tipping(s, 1 - delivered[i], received[s.provider]),
        }
    return {
        "outcome": 1 - lost if known else None,
        "received": {k: 1 - received[k] for k in chain.parties},
        "services": rows,
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
