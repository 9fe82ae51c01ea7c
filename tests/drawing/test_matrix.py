"""Tests of `drawing.matrix`: who serves whom, department by department: silos show as empty blocks."""

import valuechain as vc
from chains import EXAMPLES
from helpers.drawn import flower


def test_the_matrix_shows_departments_and_silos():
    ax = flower("matrix")
    rows = [label.get_text() for label in ax.get_yticklabels()]
    across = [label.get_text() for label in ax.get_xticklabels()]
    assert rows == ["Floral auction", "Shop", "On the road"]
    assert across == ["Shop", "On the road", "Customer"]
    at = {
        (round(t.get_position()[0]), round(t.get_position()[1])): t.get_text()
        for t in ax.texts
        if t.get_fontweight() == "bold"
    }
    assert at[2, 2] == "64"
    assert at[0, 0] == "88"
    assert (2, 0) not in at  # the auction serves no customer
    unmeasured = vc.draw(
        vc.load(next(p for p in EXAMPLES if p.stem == "professional_firm")), view="matrix"
    )
    assert "?" in {text.get_text() for text in unmeasured.texts}
