"""How a chain is built, against slow and plain computations of the same."""

import random
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import comb, prod

import networkx
import pytest

import valuechain as vc
from chains import random_chain
from valuechain.analysis.routes import weakest_and_strongest
from valuechain.analysis.silos import at_least, departments
from valuechain.analysis.single_points import NAMED, costs_of_failure, single_points

SEEDS = range(60)


def chain_of(seed, **more):
    draw = random.Random(seed)
    how = {"parties": draw.randint(3, 9), "services": draw.randint(3, 18)} | more
    return random_chain(draw, rule="mean", critical=0, **how)


def sources(graph):
    """Members of components that nothing enters."""
    for loop in networkx.strongly_connected_components(graph):
        if all(tail in loop for node in loop for tail in graph.predecessors(node)):
            yield from loop


def is_reached(graph, customer, without):
    """Whether any source reaches a customer in a graph from which something was taken out."""
    if without == customer:
        return False
    starts = set(sources(graph)) - {without}
    left = graph.copy()
    if without in graph:
        left.remove_node(without)
    else:
        left.remove_edges_from([edge for edge in graph.edges(keys=True) if edge[2] == without])
    return any(networkx.has_path(left, start, customer) for start in starts)


@pytest.mark.parametrize("seed", SEEDS)
def test_single_points_are_those_without_which_no_source_reaches_the_customer(seed):
    chain = chain_of(seed)
    graph = networkx.MultiDiGraph(chain.graph)
    served = [end for end in chain.external_customers if graph.in_degree(end)]
    found = {point.party: point for point in single_points(vc.diagnose(chain).solution)}
    for party in chain.parties.values():
        if party.kind == "customer":
            assert party.id not in found
            continue
        hang = [end for end in served if not is_reached(graph, end, party.id)]
        assert list(found[party.id].customers if party.id in found else []) == hang
    bridges = {service for point in found.values() for service in point.services}
    assert bridges == {
        service
        for service in chain.services
        if any(not is_reached(graph, end, service) for end in served)
    }


def test_the_share_is_of_all_customers_and_only_the_first_are_named():
    ends = [f"c{number:03}" for number in range(NAMED + 10)]
    served = ", ".join(f"{end}: " for end in ends)
    text = (
        f"{{valuechain: 1, teams: {{hub: {{serves: {{{served}}}}}, other: {{serves: {{z: }}}}}}, "
        f"customers: {{{served}, z: {{share: 60}}}}}}"
    )
    hub, other = (
        next(
            point
            for point in single_points(vc.diagnose(vc.loads(text)).solution)
            if point.party == party
        )
        for party in ("hub", "other")
    )
    assert hub.customers == tuple(ends[:NAMED])
    assert (hub.share, other.share) == pytest.approx((0.5, 0.5))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_failure_costs_what_the_what_if_of_it_says(seed):
    chain = chain_of(seed)
    diagnosis = vc.diagnose(chain)
    if diagnosis.outcome is None:
        return
    points = single_points(diagnosis.solution)
    for point, cost in zip(points, costs_of_failure(diagnosis.solution, points), strict=True):
        failed = vc.what_if(diagnosis, {point.party: "failed"})
        assert cost == pytest.approx(diagnosis.outcome - failed.outcome, abs=1e-12)


def test_what_a_failure_costs_is_not_known_of_large_chains(monkeypatch):
    monkeypatch.setattr("valuechain.analysis.changes.FREELY", 1)
    found = vc.structure(vc.example("flower_shop"))
    assert [row.value for row in found.of("single point")] == [None] * 3
    assert "its failure would cost" not in str(found)


@pytest.mark.parametrize("seed", SEEDS)
def test_routes_are_the_extremes_of_all_routes(seed):
    chain = chain_of(seed)
    diagnosis = vc.diagnose(chain)
    graph = networkx.MultiDiGraph(chain.graph)
    if not networkx.is_directed_acyclic_graph(graph):
        return
    quality = {
        row.id: 1.0 if row.verdict == "unmeasured" else row.quality for row in diagnosis.services
    }
    starts = [node for node in graph if not graph.in_degree(node)]
    found = {
        weak.customer: (weak, strong) for weak, strong in weakest_and_strongest(diagnosis.solution)
    }
    for customer in chain.external_customers:
        through = [
            prod(quality[edge[2]] for edge in path)
            for start in starts
            if start != customer
            for path in networkx.all_simple_edge_paths(graph, start, customer)
        ]
        if not through:
            assert customer not in found
            continue
        ways = found[customer]
        assert [way.through for way in ways] == pytest.approx([min(through), max(through)])
        for way in ways:
            ends = [chain.services[service] for service in way.services]
            assert all(a.customer == b.provider for a, b in pairwise(ends))
            assert ends[0].provider in starts
            assert ends[-1].customer == customer
            assert prod(quality[end.id] for end in ends) == pytest.approx(way.through)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_route_goes_round_a_loop(seed):
    chain = chain_of(seed, services=24)
    for ways in weakest_and_strongest(vc.diagnose(chain).solution):
        for way in ways:
            met = [chain.services[service].provider for service in way.services]
            assert len(set(met)) == len(met)


def test_the_hypergeometric_tail_is_that_of_counting():
    for total, marked, drawn in product((1, 2, 5, 9), repeat=3):
        if max(marked, drawn) > total:
            continue
        for found in range(total + 2):
            ways = sum(
                comb(marked, k) * comb(total - marked, drawn - k)
                for k in range(found, min(marked, drawn) + 1)
            )
            exact = Fraction(ways, comb(total, drawn))
            assert at_least(found, total, marked, drawn) == pytest.approx(float(exact), abs=1e-12)
            assert at_least(found, total, marked, drawn) <= 1


def grouped(seed, groups=4, parties=14, services=40, closed=0):
    """Teams in departments; `closed` services more run within the first."""
    draw = random.Random(seed)
    teams = [f"t{number}" for number in range(parties)]
    group = {team: f"g{number % groups}" for number, team in enumerate(teams)}
    first = [team for team in teams if group[team] == "g0"]
    pairs = [draw.sample(teams, 2) for _ in range(services)]
    pairs += [draw.sample(first, 2) for _ in range(closed)]
    parts = [vc.Party(team, group=group[team]) for team in teams]
    ends = [(a, b) for a, b in pairs] + [(teams[-1], "c")]
    graph = networkx.MultiDiGraph(ends)
    for party in parts:
        graph.add_node(party.id, group=party.group)
    graph.nodes["c"]["kind"] = "customer"
    return vc.ValueChain.from_networkx(graph)


@pytest.mark.parametrize("seed", range(10))
def test_modularity_is_that_of_networkx(seed):
    chain = grouped(seed)
    graph = networkx.MultiDiGraph(chain.graph)
    graph.remove_node("c")
    sets = [
        {party.id for party in chain.parties.values() if party.group == f"g{i}"} for i in range(4)
    ]
    plain = networkx.MultiDiGraph(graph.edges())  # every service counts once
    plain.add_nodes_from(graph)
    expected = networkx.community.modularity(plain, sets)
    assert departments(chain).modularity == pytest.approx(expected)


def test_what_chance_would_have_is_seldom_called_a_silo_and_what_is_closed_nearly_always():
    by_chance = sum(bool(departments(grouped(seed)).silos) for seed in range(200))
    assert by_chance <= 20  # 5 % of them, and what so many tries scatter
    closed = [departments(grouped(seed, closed=40)).silos for seed in range(50)]
    assert sum(bool(silos) and silos[0].department == "g0" for silos in closed) >= 48


def told_plainly(chain):
    """Silos and missing links by their definitions, in fractions."""
    group = {party.id: party.group for party in chain.parties.values() if party.kind == "team"}
    runs = [
        (group[each.provider], group[each.customer])
        for each in chain.services.values()
        if each.customer in group
    ]
    names, total = sorted(set(group.values())), len(runs)
    given = {name: sum(a == name for a, _ in runs) for name in names}
    taken = {name: sum(b == name for _, b in runs) for name in names}
    silos, missing = [], []
    for name in names:
        inside = runs.count((name, name))
        ways = sum(
            comb(taken[name], k) * comb(total - taken[name], given[name] - k)
            for k in range(inside, given[name] + 1)
        )
        chance = Fraction(ways, comb(total, given[name]))
        if chance * len(names) < Fraction(1, 20) and 2 * inside >= given[name]:
            by_chance = Fraction(given[name] * taken[name], total)
            silos.append((chance, name, inside, given[name], taken[name], by_chance))
    for one, other in combinations(names, 2):
        by_chance = Fraction(given[one] * taken[other] + given[other] * taken[one], total)
        if by_chance >= 1 and not {(one, other), (other, one)} & set(runs):
            missing.append((-by_chance, (one, other)))
    return sorted(silos), sorted(missing)


@pytest.mark.parametrize("groups", [3, 5, 7])
def test_silos_and_missing_links_are_those_of_their_definitions(groups):
    met = 0
    for seed in range(120):
        chain = grouped(seed, groups, services=8 + 3 * seed % 64, closed=seed % 9)
        found = departments(chain)
        silos, missing = told_plainly(chain)
        met += len(silos) + len(missing)
        assert [each.department for each in found.silos] == [name for _, name, *_ in silos]
        for each, (chance, _, *counts, by_chance) in zip(found.silos, silos, strict=True):
            assert [each.inside, each.given, each.taken] == counts
            numbers = each.probability, each.by_chance
            assert numbers == pytest.approx((float(chance), float(by_chance)), abs=1e-12)
        assert [each.departments for each in found.missing] == [pair for _, pair in missing]
        chances = [float(-by_chance) for by_chance, _ in missing]
        assert [each.by_chance for each in found.missing] == pytest.approx(chances)
    assert met > 2


def test_departments_that_should_talk_and_do_not():
    text = """
valuechain: 1
teams:
  a1: {group: A, serves: {b1: [x, y, z], c1: [x, y, z]}}
  b1: {group: B, serves: {a1: [x, y, z]}}
  c1: {group: C, serves: {a1: [x, y, z], end: }}
customers: {end: }
"""
    (missing,) = departments(vc.loads(text)).missing
    # Each of B and C gives 3 and takes 3 of 12 services.
    assert (missing.departments, missing.by_chance) == (("B", "C"), 1.5)


def test_a_link_that_chance_would_have_just_once_is_missing():
    """A only gives two of four services, B only takes two of them: 2 x 2 / 4 from A to B."""
    text = """
valuechain: 1
teams:
  a: {group: A, serves: {c: [x, y]}}
  d: {group: D, serves: {b: [x, y], end: }}
  b: {group: B}
  c: {group: C}
customers: {end: }
"""
    missing = departments(vc.loads(text)).missing
    pairs = [(each.departments, each.by_chance) for each in missing]
    assert pairs == [(("A", "B"), 1.0), (("C", "D"), 1.0)]


@pytest.mark.parametrize(
    ("teams", "modularity"),
    [
        ("a: {serves: {c: }}", None),
        ("a: {group: A, serves: {b: , c: }}, b: {group: A}", None),
        ("a: {group: A, serves: {c: }}, b: {group: B, serves: {c: }}", None),
        ("a: {group: A, serves: {b: , c: }}, b: {group: B}", 0.0),
        ("a: {group: A, serves: {b: , c: }}, b: {group: A, serves: {n: }}, n: {group: B}", 0.0),
        (
            "a: {group: A, serves: {b: , c: }}, b: {group: A, serves: {n: }}, n: {}, d: {group: B}",
            0,
        ),
        ("a: {group: A, serves: {c: , d: }}, d: {serves: {a: , c: }}", None),
    ],
)
def test_departments_are_of_teams_and_two_at_least_of_which_one_serves_any(teams, modularity):
    """Suppliers and customers are in none, whatever group they are said to be of."""
    outside = "suppliers: {s: {group: S, serves: {a: }}}, customers: {c: {group: C}}"
    kept = departments(vc.loads(f"{{valuechain: 1, teams: {{{teams}}}, {outside}}}"))
    assert kept.modularity == modularity
    assert (kept.silos, kept.missing) == ((), ())
