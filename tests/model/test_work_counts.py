"""Counted work as a score."""

import pytest

import valuechain as vc
from valuechain.model.score import Score

FILE = """valuechain: 1
teams:
  press: {serves: {shop: {satisfaction: %s}}}
customers: {shop: {people: 3}}
"""


@pytest.mark.parametrize(
    ("text", "value", "chances", "said"),
    [
        ("{units: 1200, opportunities: 3, defects: 36}", 0.99, 3600, "99 % (36 in 1,200 units)"),
        ("{units: 1200, defects: 36}", 0.97, 1200, "97 % (36 in 1,200 units)"),
        ("{units: 200, on_time: 188}", 0.94, 200, "94 % (188 of 200 on time)"),
        ("{units: 1, defects: 1}", 0.0, 1, "0 % (1 in 1 unit)"),
        ("{units: 5, defects: 0}", 1.0, 5, "100 % (0 in 5 units)"),
    ],
)
def test_the_score_is_the_share_of_what_went_right(text, value, chances, said):
    score = Score.parse(text)
    assert (score.value, score.responses, score.answers) == (value, chances, None)
    assert (score.short, score.bare) == (said, said.partition(" (")[0])
    assert Score.parse(str(score)) == score
    chain = vc.loads(FILE % text)
    assert chain.services["press->shop"].satisfaction == score
    assert vc.loads(vc.dumps(chain)) == chain
    assert vc.read_tables(*chain.to_tables()) == chain
    assert vc.ValueChain.from_networkx(chain.graph) == chain


@pytest.mark.parametrize(
    ("text", "key", "message"),
    [
        ("{defects: 3}", "defects", "'defects' comes with 'units'"),
        ("{units: 3}", "units", "units are counted with either 'defects' or 'on_time'"),
        ("{units: 3, defects: 1, on_time: 2}", "units", "either 'defects' or 'on_time'"),
        ("{units: 3, defects: 4}", "defects", "4 defects are more than 3 opportunities"),
        ("{units: 3, on_time: 4}", "on_time", "4 on time are more than 3 units"),
        ("{units: 0, defects: 0}", "units", "'0' is not a number of things"),
        ("{units: 2, defects: -1}", "defects", "'-1' is not a number of things"),
        ("{units: 2, defects: {1: 2}}", "defects", "is not a number of things"),
        ("{units: 2, opportunities: 0, defects: 1}", "opportunities", "'0' is not a number"),
        ("{units: 2, opportunities: 2, on_time: 1}", "opportunities", "has no 'opportunities'"),
        ("{units: 99999999, opportunities: 99, defects: 1}", "units", "are too many"),
        ("{units: 2, defects: 1, scale: 1-5}", "scale", "'scale' beside counted units"),
        ("{scale: 1-5, defects: 1}", "defects", "counts work, which has no 'scale'"),
        ("{units: 2, defects: 1, responses: 3}", "responses", "beside counted units"),
    ],
)
def test_what_is_wrong_is_said_at_its_key(text, key, message):
    with pytest.raises(vc.FormatError) as error:
        vc.loads(FILE % text)
    (problem,) = error.value.problems
    assert message in problem.message
    line = (FILE % text).splitlines()[2]
    assert line[problem.column - 1 :].startswith(key)


def test_counted_work_is_no_answer_of_people():
    """More of it than there are people is no contradiction, and nobody's leniency is in it."""
    chain = vc.loads(FILE % "{units: 40, defects: 4}")
    (row,) = vc.simulate(chain, draws=2000).services
    low, high = row.satisfaction
    assert low < 0.9 < high
    assert high - low == pytest.approx(4 * (0.9 * 0.1 / 40) ** 0.5, rel=0.15)
    with pytest.raises(vc.FormatError, match="40 responses"):
        vc.loads(FILE % "90% (40 responses)")
    unsure = vc.loads(FILE % "{units: 40, defects: 11}")
    assert "(11 in 40 units)" in str(vc.simulate(unsure, draws=200).details)
