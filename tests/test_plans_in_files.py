"""Actions and scenarios in files, tables, workbooks and graphs: nothing is lost on the way, and mistakes have their places."""

import dataclasses
import io
import pickle
import random

import networkx
import pytest

import valuechain as vc
from chains import random_chain, with_actions, with_scenarios
from valuechain import Action, Party, Scenario, Service, ValueChain
from valuechain.cli.main import main
from valuechain.files.amend import amended
from valuechain.files.writer import dumps

ODD = [
    "yes",
    "12:30",
    "no # comment",
    "a: b",
    "{x}",
    "[y]",
    "- z",
    "'q'",
    '"',
    "\u00fc\u82b1\U0001f33b",
    "=1+1",
    "+5",
    "@x",
    "null",
    "1e3",
    "a,b",
    "&a",
    "!t",
]


PLAIN = """valuechain: 1
teams:
  a:
    serves:
      b: {delivers: x, improve: [{action: do, cost: 5, quality: 90%, id: one, excludes: two}]}
      c:
        - {delivers: y, improve: [{action: do, cost: 0.5, quality: 4.5/5, id: two}, {action: else, cost: 1e3, quality: 0.95}]}
        - z
  b: {serves: {c: {improve: [{action: do, cost: 2, quality: NPS 31, needs: [one, 'a->c#1: else']}]}}}
scenarios:
  hard winter: {a->b: failed, a->c#2: target}
  2027: {b->c: 90%}
customers: {c: }
"""


@pytest.fixture
def plain():
    return vc.loads(PLAIN)


def everywhere(chain, folder):
    """The chain after each way out and in again."""
    yield vc.loads(vc.dumps(chain))
    yield pickle.loads(pickle.dumps(chain))
    yield ValueChain.from_networkx(chain.graph)
    yield vc.read_tables(*chain.to_tables())
    networkx.write_graphml(chain.graph, folder / "chain.graphml")
    yield ValueChain.from_networkx(
        networkx.read_graphml(folder / "chain.graphml", force_multigraph=True)
    )
    vc.write_tables(chain, folder / "parties.csv", folder / "services.csv")
    yield vc.read_tables(folder / "parties.csv", folder / "services.csv")
    vc.write_excel(chain, folder / "book.xlsx")
    yield vc.read_excel(folder / "book.xlsx")


def test_what_is_read(plain):
    one, (two, other), four = (plain.services[name].improve for name in ("a->b", "a->c#1", "b->c"))
    assert one == (Action("do", 5.0, 0.9, "one", (), ("two",), "a->b"),)
    assert two == Action("do", 0.5, 0.875, "two", service="a->c#1")
    assert (other.id, other.cost, other.named) == ("a->c#1: else", 1000.0, False)
    assert four[0].needs == ("one", "a->c#1: else")
    assert four[0].quality == 0.655
    assert str(four[0]) == "do (b->c)"
    assert str(Action("do", 1, 1)) == "do"
    assert plain.scenarios["hard winter"] == Scenario(
        "hard winter", (("a->b", "failed"), ("a->c#2", "target"))
    )
    assert str(plain.scenarios["2027"]) == "2027: b->c 90%"
    assert plain.scenarios["2027"].by_service == {"b->c": 0.9}


def test_nothing_is_lost(plain, tmp_path):
    for back in everywhere(plain, tmp_path):
        assert back == plain
    assert dataclasses.replace(plain, title="x").scenarios == plain.scenarios


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_lost_of_random_chains(seed, tmp_path):
    rng = random.Random(seed)
    for _ in range(4):
        chain = with_scenarios(rng, with_actions(rng, random_chain(rng, parties=5, services=8)))
        for back in everywhere(chain, tmp_path):
            assert back == chain


def test_odd_words_survive(tmp_path):
    parties = [Party("a"), Party("c", kind="customer")]
    actions = tuple(Action(word, i / 7, i / 40, needs=()) for i, word in enumerate(ODD))
    ids = tuple(Action("x", 1e-7, 1.0, f"id {word}") for word in ODD)
    last = Action(
        "y",
        123456789012.0,
        0.1 + 0.2,
        "last",
        tuple(action.id for action in ids[:1]),
        tuple(action.id for action in ids[1:]),
    )
    services = [
        Service("a->c#1", "a", "c", "1", improve=actions),
        Service("a->c#2", "a", "c", "2", improve=ids),
        Service("a->c#3", "a", "c", "3", improve=(last,)),
    ]
    chain = ValueChain(
        parties, services, scenarios=[Scenario(word, (("a->c#2", 0.1 + 0.2),)) for word in ODD]
    )
    for back in everywhere(chain, tmp_path):
        assert back == chain


def test_survey_scores_leave_plans_alone(plain):
    service = dataclasses.replace(plain.services["a->b"], satisfaction=vc.Score.of(0.5, 4))
    chain = dataclasses.replace(plain, services={**plain.services, "a->b": service})
    text, kept = amended(PLAIN, chain)
    assert kept
    assert vc.loads(text) == chain
    assert "hard winter" in text
    assert vc.loads(dumps(chain)) == chain


def test_check_warns_of_what_changes_nothing(tmp_path, capsys):
    path = tmp_path / "shop.yaml"
    path.write_text(
        "valuechain: 1\nteams:\n  a: {serves: {c: {satisfaction: 80%, improve: [{action: slack, cost: 1, quality: 60%}]}}}\ncustomers: {c: }\n",
        encoding="utf-8",
    )
    assert main(["check", str(path)]) == 0
    err = capsys.readouterr().err
    assert err.startswith(
        f"{path}:3:83: warning: action 'slack' reaches no more than 'a->c' is at already (80%)"
    )
    assert main(["check", str(path), "--format", "json"]) == 0


def test_many_mistakes_at_once():
    text = (
        PLAIN.replace("failed", "fialed")
        .replace("quality: 90%", "quality: 900%")
        .replace("b->c: 90%", "b->d: 90%")
    )
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(text)
    assert [(problem.line, problem.message) for problem in caught.value.problems] == [
        (5, "quality: 900 is outside the scale 0 to 100"),
        (11, "quality: 'fialed' is no quality"),
        (12, "scenario '2027' sets 'b->d', and there is no such service"),
    ]


def test_services_that_were_refused_are_not_missing_from_scenarios():
    text = "valuechain: 1\nteems: {a: {serves: {c: x}}}\nscenarios: {w: {a->c: 90%}}\ncustomers: {c: }\n"
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(text)
    assert [problem.hint for problem in caught.value.problems] == ["did you mean 'teams'?"]


# (column, value, part of the message, part of the hint)
WRONG_CELLS = [
    ("improve.1.cost", "-3", "'-3' is not a number", "must not be negative"),
    ("improve.1.quality", "190%", "190 is outside the scale", ""),
    ("improve.1.quality", "", "an action needs its 'quality'", "fill it in"),
    ("improve.1.needs", "nobody", "needs 'nobody', and there is no such action", "'id:'"),
    ("improve.1.needs", "one\n", "empty", "a few words"),
    ("improve.1.needs", "one\none", "an action is named twice", "keep one of them"),
    ("improve.1.cost", "90%", "'90%' is no amount", "a number such as"),
    ("improve.1.action", " x", "white space", "a few words"),
    ("improve.1.id", "two", "two actions have the id 'two'", "one of its own"),
    ("scenarios.hard winter", "so so", "'so so' is no quality", "write '81%'"),
]


@pytest.mark.parametrize(("column", "value", "message", "hint"), WRONG_CELLS)
def test_wrong_cells(column, value, message, hint, plain):
    tables = plain.to_tables()
    tables.services[0][column] = value
    with pytest.raises(vc.FormatError) as caught:
        vc.read_tables(*tables)
    found = caught.value.problems[0]
    assert message in found.message
    assert hint in found.hint
    assert found.line in (1, 2)  # of two that share an id, the second
    assert found.heading.startswith(column.rsplit(".", 1)[0])


@pytest.mark.parametrize(
    "heading", ["improve.action", "improve.0.cost", "improve.1.price", "scenarios. "]
)
def test_wrong_headings(heading):
    parties = "id,kind\na,team\nc,customer\n"
    with pytest.raises(vc.FormatError) as caught:
        vc.read_tables(io.StringIO(parties), io.StringIO(f"provider,customer,{heading}\na,c,x\n"))
    assert heading.strip().rstrip(".") in str(caught.value)


def test_scenarios_keep_their_order_in_tables(plain):
    again = vc.read_tables(
        *dataclasses.replace(plain, scenarios=list(plain.scenarios.values())[::-1]).to_tables()
    )
    assert list(again.scenarios) == list(plain.scenarios)[::-1]


def test_other_mistakes_do_not_hide_those_of_actions():
    text = PLAIN.replace("needs: [one", "needs: [zz").replace(
        "valuechain: 1\n", "valuechain: 1\ntarget: 90\n"
    )
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(text)
    assert [problem.line for problem in caught.value.problems] == [2, 10]
    tables = vc.loads(PLAIN).to_tables()
    tables.services[0]["weight"] = "-1"
    tables.services[3]["improve.1.needs"] = "zz"
    with pytest.raises(vc.FormatError) as caught:
        vc.read_tables(*tables)
    assert len(caught.value.problems) == 2


def test_amounts_may_have_commas_between_thousands_where_yaml_lets_them():
    text = "valuechain: 1\nteams: {a: {serves: {c: {improve: [{action: x, cost: '1,200.50', quality: 90%}]}}}}\ncustomers: {c: }"
    assert vc.loads(text).services["a->c"].improve[0].cost == 1200.5
    with pytest.raises(vc.FormatError, match="'1,20' is not a number"):
        vc.loads(text.replace("1,200.50", "1,20"))


def test_what_was_refused_is_not_missed_elsewhere():
    """Who needs an action with a mistake in it is not told that there is none; other needs of nobody are told at once."""
    for needs, problems in (("one", 1), ("'a->b: do'", 1), ("zz", 2)):
        text = (
            PLAIN.replace("cost: 5,", "cost: -5,")
            .replace("needs: [one, 'a->c#1: else']", f"needs: {needs}")
            .replace(", excludes: two", "")
        )
        with pytest.raises(vc.FormatError) as caught:
            vc.loads(text)
        assert len(caught.value.problems) == problems, needs


def test_many_actions_read_quickly_and_go_through_tables():
    actions = tuple(
        Action(f"do {i}", 1, 0.9, f"i{i}", (f"i{i - 1}",) if i else ()) for i in range(300)
    )
    services = [
        Service(f"a->c#{i + 1}", "a", "c", improve=(action,)) for i, action in enumerate(actions)
    ]
    chain = ValueChain([Party("a"), Party("c", kind="customer")], services)
    assert vc.loads(vc.dumps(chain)) == chain
    many = (
        Service("a->c", "a", "c", improve=tuple(Action(f"do {i}", 1, 0.9) for i in range(200))),
    )
    wide = dataclasses.replace(chain, services=many)
    assert vc.read_tables(*wide.to_tables()) == wide


def test_headings_of_actions_are_known_whatever_their_capitals(plain):
    tables = plain.to_tables()
    rows = [
        {name.replace("improve", "Improve"): value for name, value in row.items()}
        for row in tables.services
    ]
    assert vc.read_tables(tables.parties, rows) == plain


def test_what_a_graph_says_wrongly():
    graph = networkx.MultiDiGraph()
    graph.add_node("c", kind="customer")
    first = {"action": "x", "cost": "much", "quality": 0.9, "excludes": 0}
    graph.add_edge("a", "c", improve=[first, {"action": "y"}], scenarios={"w": "so so"})
    graph.add_edge("b", "c", **{"improve 1 action": "x", "improve 1 acton": "z"})
    with pytest.raises(vc.ModelError) as caught:
        ValueChain.from_networkx(graph)
    for words in (
        "an action has no 'acton'",
        "excludes is 0",
        "cost: 'much' is not a number",
        "a quality of None",
        "a cost of None",
        "scenario 'w': a quality of 'so so'",
    ):
        assert words in str(caught.value)
