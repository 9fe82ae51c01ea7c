"""The layout, held against slow plain computations and against what a reader must never see."""

import itertools
import random

import networkx
import numpy as np
import pytest

import valuechain as vc
from organisations import crossings, faults, inversions, organisation, shuffled
from valuechain import Party, Score, Service, ValueChain
from valuechain.drawing.lettering import width, wrapped
from valuechain.drawing.placing import graph_of
from valuechain.drawing.sketch import sketched
from valuechain.geometry.columns import columns
from valuechain.geometry.graph import Edge, Graph, Node, Text
from valuechain.geometry.grid import grid
from valuechain.geometry.heights import heights, kept_apart
from valuechain.geometry.layout import lay_out
from valuechain.geometry.loops import ways_to_break
from valuechain.geometry.network import Network
from valuechain.geometry.order import Orders, ordered
from valuechain.geometry.parts import parts
from valuechain.geometry.routes import curve, route
from valuechain.geometry.starts import starts


def network(seed, parties=7, lines=11, **more):
    """A network with loops whose last party is the customer."""
    rng = random.Random(seed)
    pairs = {(i, parties - 1) for i in range(1)}
    while len(pairs) < lines:
        a, b = rng.randrange(parties - 1), rng.randrange(parties)
        if a != b:
            pairs.add((a, b))
    tail, head = zip(*sorted(pairs), strict=True)
    return Network(
        parties, tail, head, [rng.choice([1, 1, 2]) for _ in tail], [parties - 1], **more
    )


# Loops


@pytest.mark.parametrize("seed", range(40))
def test_what_is_left_has_no_loop_and_nothing_runs_back_without_need(seed):
    net = network(seed, parties=8, lines=20)
    graph = networkx.DiGraph(list(zip(net.tail, net.head, strict=True)))
    ways = ways_to_break(net, 4)
    assert len({tuple(way) for way in ways}) == len(ways)
    for back in ways:
        turned = [(b, a) if r else (a, b) for a, b, r in zip(net.tail, net.head, back, strict=True)]
        assert networkx.is_directed_acyclic_graph(networkx.DiGraph(turned))
        for a, b, reverse in zip(net.tail, net.head, back, strict=True):
            assert not reverse or networkx.has_path(graph, b, a)
            if reverse:  # put forward again, it would close a loop
                rest = networkx.DiGraph(
                    [(u, v) for u, v, r in zip(net.tail, net.head, back, strict=True) if not r]
                )
                assert b in rest
                assert a in rest
                assert networkx.has_path(rest, b, a)


def test_the_line_against_the_flow_runs_back():
    # 0 -> 1 -> 2 -> 3 -> customer, and 3 -> 1: turning that one round is what anybody would do
    net = Network(5, [0, 1, 2, 3, 3], [1, 2, 3, 4, 1], [1] * 5, [4])
    assert ways_to_break(net, 1) == [[False, False, False, False, True]]


def test_hints_decide_where_a_loop_is_broken():
    net = Network(4, [0, 1, 2, 2], [1, 2, 0, 3], [1] * 4, [3], {1: 1, 2: 2, 0: 3})
    assert ways_to_break(net, 4) == [[True, False, False, False]]


# Columns


@pytest.mark.parametrize("seed", range(30))
def test_columns_have_least_total_span(seed):
    net = network(seed, parties=6, lines=9)
    back = ways_to_break(net, 1)[0]
    turned = [
        (b, a, w) if r else (a, b, w)
        for a, b, w, r in zip(net.tail, net.head, net.weight, back, strict=True)
    ]
    found = columns(net, back)
    best = min(
        sum(w * (x[b] - x[a]) for a, b, w in turned)
        for x in itertools.product(range(6), repeat=6)
        if all(x[b] > x[a] for a, b, _ in turned) and all(x[5] > other for other in x[:5])
    )
    assert all(found[b] > found[a] for a, b, _ in turned)
    assert all(found[5] > other for other in found[:5])
    assert sum(w * (found[b] - found[a]) for a, b, w in turned) == best


def test_a_hint_moves_a_party_as_far_as_its_services_allow():
    net = Network(4, [0, 1, 2], [1, 2, 3], [1, 1, 1], [3], {0: 1, 2: 9})
    assert columns(net, [False] * 3) == [0, 1, 2, 3]  # empty columns are closed
    free = Network(5, [0, 1, 2, 3], [1, 2, 4, 4], [1] * 4, [4], {0: 1, 3: 1})
    assert columns(free, [False] * 4) == [0, 1, 2, 0, 3]
    against = Network(3, [0, 1], [1, 2], [1, 1], [2], {0: 3, 1: 1})
    assert columns(against, [False, False]) == [0, 1, 2]


# Order


@pytest.mark.parametrize("seed", range(25))
def test_crossings_are_counted_right_and_the_best_order_is_found_in_small_grids(seed):
    net = network(seed, parties=7, lines=11)
    back = ways_to_break(net, 1)[0]
    items = grid(net, columns(net, back), back)
    found, position = ordered(items, starts(items, 24))
    order = [
        np.array(column)[np.argsort(p)].tolist()
        for column, p in zip(items.columns, position, strict=True)
    ]
    assert found == inversions(items, order)
    if (
        np.prod([np.prod(range(1, len(column) + 1)) for column in items.columns], dtype=float)
        < 3000
    ):
        best = min(
            inversions(items, every)
            for every in itertools.product(*(itertools.permutations(c) for c in items.columns))
        )
        assert found == best


@pytest.mark.parametrize("departments", [False, True])
def test_moving_parties_keeps_the_count_and_never_makes_it_worse(departments):
    net = network(
        5,
        parties=14,
        lines=30,
        **({"group": [i % 3 for i in range(12)] + [-1, -1]} if departments else {}),
    )
    back = ways_to_break(net, 1)[0]
    items = grid(net, columns(net, back), back)
    orders = Orders(items, starts(items, 5))
    orders.gather()
    orders.measure()
    before = orders.crossings()
    for party in [*range(14), *range(14)]:
        orders.move(party)
        after = orders.crossings()
        assert (after <= before).all()
        before = after
    for i in range(5):
        order = [
            np.array(column)[np.argsort(p[i])].tolist()
            for column, p in zip(items.columns, orders.position, strict=True)
        ]
        assert inversions(items, order) == after[i]
        for column in order:
            assert departments is False or _departments_in_one_piece(items, column)


def _departments_in_one_piece(items, column):
    groups = [
        items.group[item] if items.group[item] >= 0 else -2 - item
        for item in column
        if item < items.nodes or items.group[item] >= 0
    ]
    return len(list(itertools.groupby(groups))) == len(set(groups))


def test_grids_too_large_to_move_parties_are_still_ordered(monkeypatch):
    monkeypatch.setattr("valuechain.geometry.order.MOST_WORK", 3)
    chain = organisation(1)
    assert not any(faults(chain, vc.layout(chain)).values())


# Heights


@pytest.mark.parametrize("seed", range(30))
def test_kept_apart_is_the_nearest_of_all_allowed_places(seed):
    rng = random.Random(seed)
    count = rng.randint(1, 6)
    wanted = [rng.uniform(-10, 10) for _ in range(count)]
    strength = [rng.choice([1, 2, 5]) for _ in range(count)]
    apart = [rng.uniform(1, 6) for _ in range(count)]
    found = kept_apart(wanted, strength, apart)

    def cost(places):
        return sum(s * (p - w) ** 2 for p, w, s in zip(places, wanted, strength, strict=True))

    candidates = []  # the optimum is a way to cut the column into rigid blocks, each at its own best place
    for cuts in itertools.product([False, True], repeat=count - 1):
        places, start = [], 0
        for end in [i + 1 for i, cut in enumerate(cuts) if cut] + [count]:
            offset = np.concatenate([[0.0], np.cumsum(apart[start + 1 : end])])
            base = np.average(np.array(wanted[start:end]) - offset, weights=strength[start:end])
            places += (base + offset).tolist()
            start = end
        if all(b - a >= d - 1e-9 for a, b, d in zip(places, places[1:], apart[1:], strict=False)):
            candidates.append(cost(places))
    assert cost(found) == pytest.approx(min(candidates))
    assert all(b - a >= d - 1e-9 for a, b, d in zip(found, found[1:], apart[1:], strict=False))


def test_a_line_alone_is_straight():
    found = heights(
        [[0], [1], [2], [3]],
        [[0], [0], [0], [0]],
        [[(1, 3, 1)], [(0, -3, 1), (2, 0, 8)], [(1, 0, 8), (3, 0, 2)], [(2, 0, 2)]],
    )
    assert found[0] == pytest.approx(found[1] + 3)
    assert found[1] == found[2] == found[3]


# Routes


def bezier(points, t):
    """(len(t), 2) places on a cubic Bezier curve, by de Casteljau's construction."""
    level = [np.outer(np.ones_like(t), point) for point in points]
    while len(level) > 1:
        level = [a + (b - a) * t[:, None] for a, b in itertools.pairwise(level)]
    return level[0]


@pytest.mark.parametrize("seed", range(20))
def test_sampling_the_curve_gives_the_route(seed):
    rng = random.Random(seed)
    ends = sorted(rng.uniform(0, 500) for _ in range(2 * rng.randint(2, 6)))
    heights = [rng.choice([7.0, rng.uniform(-200, 200)]) for _ in ends[::2]]
    stops = list(zip(ends[::2], ends[1::2], heights, strict=True))
    points = curve(stops)
    assert len(points) % 3 == 1
    found = []
    for k in range(0, len(points) - 1, 3):
        piece = points[k : k + 4]
        rises = np.ptp(piece[:, 1]) > 1e-9
        found += [*bezier(piece, np.linspace(0, 1, 15) if rises else np.array([0.0, 1.0]))]
    kept = [b for a, b in itertools.pairwise(found) if np.abs(a - b).max() > 1e-12]
    assert np.abs(np.array([found[0], *kept]) - route(stops)).max() < 1e-9


@pytest.mark.parametrize("view", ["chain", "pyramid"])
def test_curves_lie_on_their_routes_and_are_few(view):
    import shapely

    chain = organisation(4, parties=26, backward=0.2)
    layout = vc.layout(chain, view)
    assert list(layout.curves) == list(layout.routes)
    assert layout.back
    for service, points in layout.curves.items():
        way = layout.routes[service]
        assert (points[[0, -1]] == way[[0, -1]]).all()
        assert len(points) % 3 == 1
        line = shapely.LineString(way)
        for k in range(0, len(points) - 1, 3):
            for place in bezier(points[k : k + 4], np.linspace(0, 1, 15)):
                assert line.distance(shapely.Point(place)) < 2e-3  # both are rounded
    assert sum(map(len, layout.curves.values())) < 0.6 * sum(map(len, layout.routes.values()))


# The whole


def test_a_layout_needs_nothing_but_sizes_and_ends():
    nodes = [
        Node("a", Text(("a",), 30, 20), group="g"),
        Node("b", Text(("b", "two lines"), 50, 44), group="g"),
        Node("c", Text(("c",), 40, 20), last=True),
    ]
    edges = [Edge("ab", "a", "b"), Edge("bc", "b", "c", (14, 9)), Edge("ba", "b", "a")]
    graph = Graph(tuple(nodes), tuple(edges), {"g": Text(("G",), 20, 12)})
    flat, tall = lay_out(graph), lay_out(graph, upright=True)
    assert flat.back == tall.back == {"ba"}
    assert flat.boxes["a"][0] < flat.boxes["b"][0] < flat.boxes["c"][0]
    assert tall.boxes["a"][1] < tall.boxes["b"][1] < tall.boxes["c"][1]
    assert flat.labels["bc"][2:] == tall.labels["bc"][2:] == (14, 9)
    assert flat.titles["g"][2:] == tall.titles["g"][2:] == (20, 12)
    assert set(flat.bands) == {"g"}
    assert (
        flat.names
        == tall.names
        == {"a": ("a",), "b": nodes[1].text.lines, "c": ("c",), "#g": ("G",)}
    )
    for layout in (flat, tall):
        for node in nodes:
            _, _, wide, high = layout.boxes[node.id]
            assert wide >= node.text.width
            assert high >= node.text.height


@pytest.mark.parametrize("view", ["chain", "pyramid"])
@pytest.mark.parametrize("departments", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_nothing_that_nobody_wants_to_see(seed, departments, view):
    chain = organisation(
        seed,
        parties=(5, 9, 14, 20, 26, 33, 40, 50)[seed],
        ratio=(1.5, 2, 2.5, 3)[seed % 4],
        departments=departments,
    )
    layout = vc.layout(chain, view)
    assert not any(faults(chain, layout).values()), faults(chain, layout)
    along = 0 if view == "chain" else 1
    at = {party: place[along] for party, place in layout.boxes.items()}
    for service in chain.services.values():
        assert (at[service.provider] < at[service.customer]) != (service.id in layout.back)
        _docks(layout, service, along)
    loops = {service for loop in vc.diagnose(chain).loops for service in _inside(chain, loop)}
    assert layout.back <= loops
    last = max(at.values())
    assert all((at[party] == last) == (chain.parties[party].kind == "customer") for party in at)


def _inside(chain, loop):
    return [
        service.id
        for service in chain.services.values()
        if service.provider in loop and service.customer in loop
    ]


def _docks(layout, service, along):
    """A route starts on its provider's edge and ends on its customer's."""
    way = layout.routes[service.id]
    for party, point in ((service.provider, way[0]), (service.customer, way[-1])):
        place = layout.boxes[party]
        assert abs(abs(point[along] - place[along]) - place[2 + along] / 2) < 2e-3
        assert abs(point[1 - along] - place[1 - along]) <= place[3 - along] / 2


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_entries_does_not_matter(seed):
    chain = organisation(seed, parties=30)
    assert vc.layout(shuffled(chain, seed)) == vc.layout(chain)
    assert hash(vc.layout(shuffled(chain, seed))) == hash(vc.layout(chain))
    assert vc.layout(chain) != vc.layout(chain, "pyramid")
    assert vc.layout(chain) != 1


@pytest.mark.parametrize("seed", range(6))
def test_a_band_holds_its_own_boxes_and_no_others(seed):
    import shapely

    chain = organisation(seed, parties=30)
    layout = vc.layout(chain)
    assert set(layout.bands) == {party.group for party in chain.parties.values() if party.group}
    for name, outline in layout.bands.items():
        band = shapely.Polygon(outline)
        assert band.is_valid
        for party, (x, y, wide, high) in layout.boxes.items():
            box = shapely.box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
            assert (
                band.covers(box)
                if chain.parties[party].group == name
                else not band.intersects(box.buffer(-0.1))
            )
        assert band.buffer(0.01).covers(shapely.box(*_corners(layout.titles[name])))


def _corners(place):
    x, y, wide, high = place
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def test_curves_cross_as_often_as_the_order_says():
    chain = organisation(3, parties=16, departments=False)
    (part,) = parts(graph_of(sketched(vc.diagnose(chain))))
    assert crossings(vc.layout(chain)) == inversions(part.grid, part.order)


def small(*ends, **more):
    """A chain by its services; what begins with c is a customer."""
    names = dict.fromkeys(name for pair in ends for name in pair) | dict.fromkeys(
        more.pop("alone", ())
    )
    members = [Party(name, kind="customer" if name.startswith("c") else "team") for name in names]
    return ValueChain(
        members,
        [Service(i, *pair) for i, pair in zip(vc.model.parts.service_ids(ends), ends, strict=True)],
    )


def test_parallel_services_run_apart_and_both_ways_side_by_side():
    chain = small(("a", "c"), ("a", "c"), ("a", "b"), ("b", "a"), ("b", "c"))
    layout = vc.layout(chain)
    first, second = layout.routes["a->c#1"], layout.routes["a->c#2"]
    assert len(first) == len(second)
    assert (np.abs(first - second).max(axis=1) >= 5).all()
    assert layout.back == {"b->a"}
    assert not any(faults(chain, layout).values())


def test_parts_that_nothing_joins_are_stacked_and_their_customers_aligned():
    chain = small(("a", "b"), ("b", "c1"), ("x", "c2"), ("y", "z"), alone=["lonely", "other", "c3"])
    layout = vc.layout(chain)
    assert (
        layout.boxes["c1"][0]
        == layout.boxes["c2"][0]
        == layout.boxes["c3"][0]
        == max(place[0] for place in layout.boxes.values())
    )
    assert layout.boxes["z"][0] < layout.boxes["c1"][0]
    assert not any(faults(chain, layout).values())


def test_a_column_hint_is_honoured():
    ends = [("a", "b"), ("b", "d"), ("d", "c"), ("s", "c")]
    free = small(*ends)
    late, early = vc.layout(free).boxes["s"][0], vc.layout(free).boxes["a"][0]
    parties = [
        Party(p.id, kind=p.kind, column={"a": 1, "s": 1}.get(p.id)) for p in free.parties.values()
    ]
    hinted = ValueChain(parties, free.services)
    assert late > early
    assert vc.layout(hinted).boxes["s"][0] == vc.layout(hinted).boxes["a"][0]


@pytest.mark.parametrize(
    "chain",
    [
        small(("a", "c")),
        small(*((f"p{i}", "c") for i in range(500))),
        small(*((f"p{i:03}", f"p{i + 1:03}") for i in range(300)), ("p300", "c")),
        small(
            *((f"p{i}", f"p{j}") for i in range(12) for j in range(12) if i != j),
            *((f"p{i}", "c") for i in range(12)),
        ),
        small(*[("a", "c")] * 60),
    ],
    ids=["one service", "500 into one", "300 long", "everyone serves everyone", "60 parallel"],
)
def test_extremes(chain):
    for view in ("chain", "pyramid"):
        layout = vc.layout(chain, view)
        assert len(layout.boxes) == len(chain.parties)
        assert len(layout.routes) == len(chain.services)
        assert np.isfinite(layout.size).all()


def test_repr_and_wrong_questions():
    layout = vc.layout(small(("a", "c")))
    assert repr(layout).startswith("<Layout of 2 boxes and 1 routes,")
    with pytest.raises(vc.UnknownNameError, match="pyramid"):
        vc.layout(small(("a", "c")), view="pyramids")
    with pytest.raises(
        vc.ArgumentError, match="ValueChain, a Diagnosis, a Simulation, a Comparison or a Frontier"
    ):
        vc.layout("chain.yaml")


def test_adding_one_party_moves_the_others_little():
    """The mean over several organisations; the benchmark reports it for many."""
    shifts = []
    for seed in range(4):
        chain = organisation(seed, parties=50, departments=False)
        before = vc.layout(chain)
        providers = [party.id for party in chain.parties.values() if party.kind == "team"]
        added = [*chain.parties.values(), Party("p_new")]
        services = [
            *chain.services.values(),
            Service(f"p_new->{providers[7]}", "p_new", providers[7], satisfaction=Score.of(0.8)),
        ]
        after = vc.layout(ValueChain(added, services))
        moved = [
            np.hypot(*(np.array(after.boxes[p][:2]) - before.boxes[p][:2])) for p in before.boxes
        ]
        shifts.append(float(np.mean(moved)) / float(np.hypot(*before.size)))
    assert np.mean(shifts) < 0.15


# Letters


def test_widths_are_those_of_the_font_or_more():
    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    font = FT2Font(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf")
    font.set_size(100, 72)
    for code in range(0x20, 0x530):
        if code in font.get_charmap() and not chr(code).isspace() and width(chr(code), 1):
            real = font.load_char(code).linearHoriAdvance / 65536 / 100
            assert real - 1e-3 <= width(chr(code), 1) <= real + 0.06, chr(code)


def test_other_scripts_have_some_width():
    assert width("工", 10) == pytest.approx(10.5)
    assert width("ש", 10) == pytest.approx(8.5)
    assert width("e\u0301", 10) == width("e", 10)  # a combining accent takes no room
    assert width("\u200d", 10) == 0  # nor does a joiner


def test_long_words_are_broken_and_long_names_cut():
    lines = wrapped("x" * 10_000, 9, 98, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("...")
    assert all(width(line, 9) <= 98 for line in lines)
    assert wrapped("Donaudampfschifffahrtsgesellschaft", 9, 98, 3)[0].startswith("Donaudampf")
    assert wrapped("", 9, 98, 3) == ("",)
