"""Tests of `analysis.single_points`: without whom does nothing reach a customer?"""

import pytest

import valuechain as vc
from valuechain.analysis.single_points import single_points

TEXT = (
    "{{valuechain: 1, teams: {{a: {{serves: {{c: }}}}, b: {{serves: {{d: , e: {{satisfaction: 50%}}}}}},"
    " f: {{serves: {{b: }}}}}}, customers: {{c: {{share: {0}}}, d: {{share: {1}}}, e: {{share: {1}}}}}}}"
)


@pytest.mark.parametrize(
    "shares", [("1", "1"), ("1e308", "1e308"), ("1.0", "0.5"), ("1e308", "1e-5")]
)
def test_those_come_first_without_whom_most_is_lost(shares):
    solution = vc.diagnose(vc.loads(TEXT.format(*shares))).solution
    found = [(point.party, point.share) for point in single_points(solution)]
    c, d = map(float, shares)
    of_a = c / 2 / (c / 2 + d)  # halved first: their sum is too large
    expected = sorted(
        [("a", of_a), ("b", 1 - of_a), ("f", 1 - of_a)], key=lambda each: (-each[1], each[0])
    )
    assert [party for party, _ in found] == [party for party, _ in expected]
    assert [share for _, share in found] == pytest.approx([share for _, share in expected])
