"""Tests of `drawing.outlines`: what is drawn, as outlines: rectangles, polygons, arrows' heads and ways."""

import matplotlib
import numpy as np

from valuechain.drawing.outlines import head


def test_an_arrow_head_at_a_point_is_no_error():
    assert np.isfinite(head(np.zeros((2, 2)), 5, 5).points).all()
    assert matplotlib.rcParams["svg.hashsalt"] != "valuechain"
