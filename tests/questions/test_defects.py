"""Yields, defects per million and sigma levels, against published examples."""

import pytest

import valuechain as vc
from valuechain.questions.defects import sigma_level, wilson
from valuechain.reports.defects import exactly

LINE = """
valuechain: 1
teams:
  a: {serves: {b: {satisfaction: {units: 1000, defects: 5}}}}
  b: {serves: {c: {satisfaction: {units: 1000, defects: 15}}}}
  c: {serves: {d: {satisfaction: {units: 1000, defects: 1}}}}
  d: {serves: {end: {satisfaction: {units: 20000, on_time: 19999}}, other: {satisfaction: 50%}}}
  e: {serves: {third: }}
customers: {end: , other: , third: }
"""


def test_a_published_line_of_four_steps():
    """DPMO 5000, 15000, 1000 and 50: normalised yield .99472, sigma 4.06."""
    found = vc.defects(vc.loads(LINE))
    assert [row.dpmo for row in found] == pytest.approx([15000, 5000, 1000, 50])
    end, other = found.ways
    assert end.rolled == pytest.approx(0.995 * 0.985 * 0.999 * 0.99995)
    assert end.normalised == pytest.approx(0.99472, abs=5e-6)
    assert end.sigma == pytest.approx(4.06, abs=0.005)
    assert (other.customer, len(other.services)) == ("other", 3)
    said = " ".join(str(found).split())
    assert "b -> c, 15 defects in 1,000 units (15,000 per million)" in said
    assert "97.90 % comes through to end without a defect." in said
    assert "end: 97.90 % over 4 counted steps from a to end; 99.47 % a step, sigma 4.06." in said


def test_the_published_example_of_a_single_step():
    """350 defects in 30,000 units with 15 opportunities: DPMO 777.8, sigma 4.664."""
    text = LINE.replace(
        "{units: 1000, defects: 5}", "{units: 30000, opportunities: 15, defects: 350}"
    )
    row = vc.defects(vc.loads(text))["a->b"]
    assert row.dpu == pytest.approx(350 / 30000)
    assert row.dpmo == pytest.approx(777.8, abs=0.05)
    assert row.sigma == pytest.approx(4.664, abs=0.0005)


@pytest.mark.parametrize(
    ("dpmo", "sigma"),
    [(690_000, 1), (308_537, 2), (66_807, 3), (6_210, 4), (233, 5), (3.4, 6)],
)
def test_the_customary_table_of_sigma_levels(dpmo, sigma):
    assert sigma_level(1 - dpmo / 1e6) == pytest.approx(sigma, abs=0.005)


def test_what_has_no_sigma_level():
    assert sigma_level(0) is None
    assert sigma_level(1) is None
    with pytest.raises(vc.ArgumentError, match="a fraction from 0 to 1"):
        sigma_level(1.5)


def test_the_interval_solves_the_equation_it_is_made_of():
    """Its ends are the shares of which what was counted is just as far off as allowed."""
    for share, number, level, z in ((0.9, 10, 0.95, 1.959964), (0.5, 7, 0.9, 1.644854)):
        for end in wilson(share, number, level):
            assert abs(share - end) / (end * (1 - end) / number) ** 0.5 == pytest.approx(z)
    assert wilson(1, 10, 0.95)[1] == 1
    assert wilson(0, 10, 0.95)[0] == 0


def test_where_nothing_was_counted_it_says_how_to():
    found = vc.defects(vc.example("flower_shop"))
    assert (found.rows, found.ways) == ((), ())
    assert "No work was counted." in str(found)


def test_where_nothing_went_wrong():
    text = "{valuechain: 1, teams: {a: {serves: {c: {quality: {units: 9, defects: 0}}}}}, customers: {c: }}"
    found = vc.defects(vc.loads(text))
    assert found[0].sigma is None
    assert found.answer == "No defect was found in 1 service."


def test_lateness_is_called_lateness():
    text = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: {units: 9, on_time: 6}}}}}, customers: {c: }}"
    found = vc.defects(vc.loads(text), level=0.9)
    assert "a -> c, 6 of 9 units on time." in str(found)
    assert "3 late" in str(found)
    with pytest.raises(vc.ArgumentError, match="level"):
        vc.defects(vc.loads(text), level=2)


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.99989, "99.99 %"),
        (0.9999, "99.99 %"),
        (0.99995, "99.995 %"),
        (0.99995123, "99.99512 %"),
        (1 - 3 / 700_000, "99.999571 %"),
        (1 - 1e-9, "99.9999999 %"),
        (1 - 1e-12, "99.9999999999 %"),
        (1.0, "100 %"),
    ],
)
def test_what_hardly_lacks_is_told_without_needless_digits_and_never_as_all(share, told):
    assert exactly(share) == told


def test_several_services_between_two_are_told_apart():
    chain = vc.loads("""
valuechain: 1
teams:
  p:
    serves:
      c:
        - {delivers: plan, satisfaction: {units: 100, on_time: 80}}
        - {satisfaction: {units: 100, on_time: 95}}
customers: {c: }
""")
    said = " ".join(str(vc.defects(chain)).split())
    assert "Least often right first time: p -> c (plan), 80 of 100 units on time." in said
    assert " p -> c (plan) 100 20 late " in said
    assert " p -> c#2 100 5 late " in said


def test_a_yield_of_opportunities_is_not_told_as_one_of_units():
    """At most 100 of 400 units are without a defect, though 81 % of what can go wrong goes right."""
    text = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: {units: 400, opportunities: %d, defects: 300}}}}}, customers: {c: }}"
    assert vc.defects(vc.loads(text % 4)).answer.endswith(
        "Of what can go wrong, 81 % goes right down to c."
    )
    assert vc.defects(vc.loads(text % 1)).answer.endswith(
        "25 % comes through to c without a defect."
    )
