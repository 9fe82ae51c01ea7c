"""Tests of `geometry.layout`: where everything stands: the steps of the layout, one after the other."""

import numpy as np
import pytest

import valuechain as vc
from organisations import crossings, faults, inversions, organisation, shuffled
from valuechain import Party, Score, Service, ValueChain
from valuechain.drawing.placing import graph_of
from valuechain.drawing.sketch import sketched
from valuechain.geometry.graph import Edge, Graph, Node, Text
from valuechain.geometry.layout import lay_out
from valuechain.geometry.parts import parts


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
        vc.ArgumentError,
        match="of a ValueChain, a Diagnosis or what was found for one, such as a Simulation",
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
