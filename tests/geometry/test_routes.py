"""Tests of `geometry.routes`: the way of every line: level across the columns, one curve of a common shape in each gutter."""

import itertools
import random

import numpy as np
import pytest

import valuechain as vc
from organisations import organisation
from valuechain.geometry.routes import curve, route


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


@pytest.mark.parametrize("view", ["chain", "pyramid"])
def test_curves_around_departments_lie_on_their_outlines(view):
    import shapely

    layout = vc.layout(organisation(4, parties=26), view)
    assert list(layout.band_curves) == list(layout.bands)
    assert layout.bands
    for name, points in layout.band_curves.items():
        assert (points[[0, -1]] == layout.bands[name][[0, -1]]).all()
        ring = shapely.LinearRing(layout.bands[name])
        places = [
            place
            for k in range(0, len(points) - 1, 3)
            for place in bezier(points[k : k + 4], np.linspace(0, 1, 15))
        ]
        assert max(ring.distance(shapely.Point(place)) for place in places) < 2e-3
        drawn = shapely.Polygon(places)
        assert drawn.symmetric_difference(shapely.Polygon(ring)).area < 1e-4 * drawn.area
