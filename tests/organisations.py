"""Organisations of any size for the layout's tests, and a count of what is wrong with a drawing of them."""

import math
import random

import numpy as np
import shapely

from valuechain import Party, Score, Service, ValueChain


def organisation(seed, parties=20, ratio=2.0, departments=True, backward=0.05, scored=0.9):
    """A chain of several stages: most services go one stage on, some further, a few back; departments hold a few stages each."""
    rng = random.Random(seed)
    stages = max(3, round(2 * math.sqrt(parties / 3)))
    teams = parties - 1 - (parties > 25)
    stage = [i if i < stages - 1 else rng.randrange(stages - 1) for i in range(teams)] + [
        stages - 1
    ] * (parties - teams)
    ids = [f"p{rng.randrange(10**6)}x{i}" for i in range(parties)]
    ends = {}
    for i in range(teams):
        later = [j for j in range(parties) if stage[j] == stage[i] + 1] or [teams]
        ends[ids[i], ids[rng.choice(later)]] = None
    for _ in range(20 * parties):
        if len(ends) >= ratio * parties:
            break
        a, b = rng.randrange(teams), rng.randrange(parties)
        far = stage[b] - stage[a]
        if 0 < far <= rng.choice([1, 1, 2, stages]) or (
            far < 0 and b < teams and rng.random() < backward
        ):
            ends[ids[a], ids[b]] = None
    words = ["Audit", "Billing", "Sales desk", "Quality assurance", "Customer support crew"]
    members = [
        Party(
            party,
            f"{rng.choice(words)} {i}",
            "team" if i < teams else "customer",
            f"Department {stage[i] // 2}{rng.choice('AB')}"
            if departments and i < teams and rng.random() < 0.9
            else "",
        )
        for i, party in enumerate(ids)
    ]
    services = [
        Service(
            f"{a}->{b}",
            a,
            b,
            satisfaction=Score.of(round(rng.betavariate(5, 2), 2))
            if rng.random() < scored
            else None,
        )
        for a, b in ends
    ]
    return ValueChain(members, services)


def rectangle(place):
    x, y, wide, high = place
    return shapely.box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def faults(chain, layout):
    """What nobody wants to see, counted geometrically, without the layout's own idea of order."""
    boxes = {party: rectangle(place) for party, place in layout.boxes.items()}
    lines = {service: shapely.LineString(way) for service, way in layout.routes.items()}
    labels = {service: rectangle(place).buffer(-0.01) for service, place in layout.labels.items()}
    titles = [rectangle(place).buffer(-0.01) for place in layout.titles.values()]
    ends = {service.id: {service.provider, service.customer} for service in chain.services.values()}
    inner = {party: box.buffer(-0.01) for party, box in boxes.items()}
    return {
        "overlapping boxes": sum(
            a < b and inner[a].intersects(inner[b]) for a in inner for b in inner
        ),
        "through a box": sum(
            party not in ends[s] and line.intersects(inner[party])
            for s, line in lines.items()
            for party in inner
        ),
        "label on box": sum(
            label.intersects(box) for label in labels.values() for box in inner.values()
        ),
        "label on label": sum(
            a < b and labels[a].intersects(labels[b]) for a in labels for b in labels
        ),
        "label on foreign route": sum(
            a != b and label.intersects(line)
            for a, label in labels.items()
            for b, line in lines.items()
        ),
        "label off its route": sum(not label.intersects(lines[s]) for s, label in labels.items()),
        "title on something": sum(
            title.intersects(other)
            for title in titles
            for other in [*inner.values(), *lines_in_columns(lines, titles)]
        ),
        "outside": sum(
            not shapely.box(0, 0, *layout.size).covers(shape)
            for shape in [*boxes.values(), *lines.values(), *labels.values()]
        ),
    }


def lines_in_columns(lines, titles):
    return lines.values() if titles else []


def crossings(layout):
    """Pairs of routes that cross, counted point by point."""
    lines = [shapely.LineString(way) for way in layout.routes.values()]
    found = 0
    for i, line in enumerate(lines):
        for other in lines[:i]:
            met = shapely.intersection(line, other)
            found += sum(not point.is_empty for point in getattr(met, "geoms", [met]))
    return found


def shuffled(chain, seed):
    """The same chain with its entries in another order."""
    rng = random.Random(seed)
    parties, services = list(chain.parties.values()), list(chain.services.values())
    rng.shuffle(parties)
    parallel = {}
    for service in services:
        parallel.setdefault((service.provider, service.customer), []).append(service)
    bundles = list(parallel.values())
    rng.shuffle(bundles)
    return ValueChain(
        parties,
        [s for bundle in bundles for s in bundle],
        chain.title,
        chain.target,
        chain.dependence,
        chain.rule,
    )


def inversions(grid, order):
    """Crossings of an ordered grid by comparing every two segments."""
    at = {item: i for column in order for i, item in enumerate(column)}
    segments = [
        (grid.column[a], at[a], at[b], line.weight)
        for line in grid.lines
        for a, b in zip(line.stations, line.stations[1:], strict=False)
    ]
    return sum(
        wa * wb * (np.sign(a - c) * np.sign(b - d) < 0)
        for i, (g, a, b, wa) in enumerate(segments)
        for h, c, d, wb in segments[:i]
        if g == h
    )


def judge(boxes, routes):
    """Crossings away from shared ends, ways through foreign boxes, overlapping boxes and total length, for layouts of any origin."""
    shapes = {party: rectangle(place) for party, place in boxes.items()}
    ends = list(routes)
    lines = [
        shapely.difference(shapely.LineString(routes[e]), shapely.union(shapes[e[0]], shapes[e[1]]))
        for e in ends
    ]
    tree = shapely.STRtree(lines)
    found = 0
    for i, line in enumerate(lines):
        for j in tree.query(line, predicate="intersects"):
            if j < i:
                shared = [shapes[party] for party in set(ends[i]) & set(ends[j])]
                met = shapely.intersection(line, lines[j])
                found += sum(
                    not p.is_empty and not any(s.distance(p) < 2 for s in shared)
                    for p in getattr(met, "geoms", [met])
                )
    inner = {party: shape.buffer(-1) for party, shape in shapes.items()}
    through = sum(
        party not in e and line.intersects(box)
        for e, line in zip(ends, lines, strict=True)
        for party, box in inner.items()
    )
    overlaps = sum(a < b and inner[a].intersects(inner[b]) for a in inner for b in inner)
    return {
        "crossings": found,
        "through": through,
        "overlaps": overlaps,
        "length": sum(line.length for line in lines),
    }
