"""Tests of `model.scalars`: what is a value from numpy, pandas or a database in plain Python?"""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from valuechain.model.scalars import scalar


@pytest.mark.parametrize(
    "gap",
    [None, float("nan"), np.float32("nan"), np.datetime64("NaT", "D"), pd.NA, pd.NaT, Decimal("nan"),
     np.ma.masked],
)  # fmt: skip
def test_what_stands_for_nothing_is_nothing(gap):
    assert scalar(gap) is None


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.float16(0.1), 0.1),
        (np.array(2.5), 2.5),
        (Decimal("0.30"), 0.3),
        (Fraction(1, 4), 0.25),
        ("81%", "81%"),
        ([1], [1]),
    ],
)
def test_values_are_plain(value, plain):
    assert scalar(value) == plain
    assert type(scalar(value)) is type(plain)
