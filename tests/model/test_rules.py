"""Tests of `model.rules`: what makes parties and services a chain: the rules that hold however the chain was made."""

import re
from dataclasses import replace

import pytest

import valuechain as vc
from helpers.parts import problems
from valuechain import Party, Service, ValueChain

# What few files have.


def test_every_total_loop_is_named_once():
    """Also one that begins on the way to another."""
    ends = ["ab", "bc", "cb", "bd", "da", "xz", "az"]
    parties = [vc.Party(name) for name in "abcdx"] + [vc.Party("z", kind="customer")]
    services = [vc.Service(f"{p}->{c}", p, c, dependence=1.0) for p, c in ends]
    with pytest.raises(vc.ModelError) as caught:
        vc.ValueChain(parties, services)
    (problem,) = caught.value.problems  # a, b and d close a loop too, but b is in one that is named
    assert "the loop b -> c -> b depends on itself" in problem.message
    loops = [*ends, "xd", "dx"]
    services = [vc.Service(f"{p}->{c}", p, c, dependence=1.0) for p, c in loops]
    with pytest.raises(vc.ModelError) as caught:
        vc.ValueChain(parties, services)
    found = [
        re.findall(r"\b[a-z]\b", p.message.split(" depends")[0]) for p in caught.value.problems
    ]
    assert [set(loop) for loop in found] == [{"b", "c"}, {"d", "x"}]
    assert all(loop[0] == loop[-1] for loop in found)


ENDS = ("ab", "cb", "bd", "db", "dz")


def total(ends=ENDS, critical=(), below=()):
    """Services of dependence 1, but for those below."""
    return [
        Service(
            f"{p}->{c}", p, c, dependence=1 - 0.5 * (p + c in below), critical=p + c in critical
        )
        for p, c in ends
    ]


PARTIES = [Party(i, kind="customer" if i == "z" else "team") for i in "abcdz"]


def test_a_loop_of_total_dependence_that_also_receives_from_outside_has_one_answer():
    chain = ValueChain(PARTIES, total())
    assert vc.diagnose(chain).outcome is None  # nothing is measured
    assert ValueChain(PARTIES, total(below=("db",)))


def test_a_loop_is_total_where_everyone_in_it_is_held_by_the_others():
    for services in (total(("bd", "db", "dz")), total(critical=("db",))):
        (problem,) = problems(PARTIES, services)
        assert "the loop" in problem
        assert "depends on itself completely" in problem
    (problem,) = problems(PARTIES, total(), rule="weakest")
    assert "the loop" in problem
    nothing_left = [
        replace(service, criticality=0.0) if service.id == "d->b" else service
        for service in total()
    ]
    (problem,) = problems(PARTIES, nothing_left, rule="fdna")
    assert "the loop" in problem
    assert ValueChain(PARTIES, total(critical=("ab",)))
    assert ValueChain(PARTIES, total(critical=("db",), below=("db",)))


@pytest.mark.parametrize("standards", [("", "2 d"), ("2 d", "")])
def test_a_standard_is_compared_with_promises_wherever_it_stands(standards):
    inside = ", ".join(
        f"{name}: {{serves: {{z: {{standard: {time}}}}}}}"
        for name, time in zip("ab", standards, strict=True)
    )
    text = f"{{valuechain: 1, teams: {{{inside}}}, customers: {{z: {{promise: 1 d}}}}}}"
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(text)
    (problem,) = caught.value.problems
    late = "ab"[standards.index("2 d")]
    assert f"the standard of '{late}->z', 2 d, is longer than the promise to 'z'" in problem.message


@pytest.mark.parametrize(
    ("field", "said", "hint"),
    [
        ("rule: abc", "no rule 'abc'", "write mean, weakest or fdna"),
        ("rule: meen", "no rule 'meen'", "did you mean 'mean'?"),
    ],
)
def test_what_is_no_rule_is_told_with_the_rules_or_the_nearest(field, said, hint):
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(
            f"{{valuechain: 1, {field}, teams: {{a: {{serves: {{z: }}}}}}, customers: {{z: }}}}"
        )
    (problem,) = caught.value.problems
    assert said in problem.message
    assert problem.hint == hint


@pytest.mark.parametrize("word", [" do", "do "])
def test_an_action_has_no_white_space_at_its_ends(word):
    service = f"{{satisfaction: 50%, improve: [{{action: '{word}', cost: 1, quality: 90%}}]}}"
    text = f"{{valuechain: 1, teams: {{a: {{serves: {{z: {service}}}}}}}, customers: {{z: }}}}"
    with pytest.raises(vc.FormatError, match="white space at its ends"):
        vc.loads(text)


def test_a_loop_that_is_fed_by_way_of_another_has_one_answer():
    """All that a gets comes from outside, and x gets some of that."""
    ends = ("sa", "ax", "xy", "yx", "yz")
    parties = [Party(i, kind="customer" if i == "z" else "team") for i in "saxyz"]
    assert ValueChain(parties, total(ends))
    (problem,) = problems(parties, total(ends, critical=("yx",)))
    assert "the loop x -> y -> x depends" in problem or "the loop y -> x -> y depends" in problem


@pytest.mark.parametrize("size", [8, 9])
def test_of_a_long_loop_the_first_eight_are_named(size):
    names = "abcdefghi"[:size]
    ends = [f"{p}{c}" for p, c in zip(names, names[1:] + names[0], strict=True)] + ["az"]
    parties = [Party(i, kind="customer" if i == "z" else "team") for i in f"{names}z"]
    (problem,) = problems(parties, total(ends))
    way = re.findall(r"\b[a-i]\b|\.\.\.", problem.partition(" depends")[0])
    assert len(set(way) - {"..."}) == 8
    assert ("..." in way) == (size > 8)
    assert way[0] == way[-1]


def test_what_is_reachable_is_at_least_the_target():
    services = [Service("a->z", "a", "z", target=0.8, reachable=0.7)]
    (problem,) = problems(PARTIES, services)
    assert "service 'a->z': reachable, 70%, lies below its target of 80%" in problem
    (problem,) = problems(PARTIES, total(), reachable=0.6)
    assert "reachable, 60%, lies below the target of 75%" in problem
    aiming_high = ValueChain(PARTIES, [Service("a->z", "a", "z", target=0.95)])
    assert any("only 90% is taken to be reachable" in said for said in aiming_high.warnings)
    assert not ValueChain(
        PARTIES[:1] + PARTIES[-1:], [Service("a->z", "a", "z", target=0.9)]
    ).warnings


@pytest.mark.parametrize(("services", "aims"), [(1, "aims at"), (2, "and 1 more aim at")])
def test_of_one_and_of_many_that_aim_too_high(services, aims):
    high = [Service(f"{p}->z", p, "z", target=0.95) for p in "ab"[:services]]
    assert any(f"{aims} 95%" in said for said in ValueChain(PARTIES, high).warnings)


# What is allowed and yet worth a look


def warned(service, *parties):
    text = f"{{valuechain: 1, teams: {{a: {{serves: {{z: {service}}}}}{''.join(parties)}}}, customers: {{z: }}}}"
    return "\n".join(vc.loads(text).warnings)


@pytest.mark.parametrize("score", ["81%", "3.4/5 (9 responses)", "NPS 31"])
def test_a_score_in_the_place_of_what_is_delivered(score):
    """`serves: {z: 81%}` says what is delivered: else the answer would be that nobody was asked."""
    assert f"'a->z' delivers '{score}', which looks like a score" in warned(score)
    assert f"if it is one, write 'satisfaction: {score}'" in warned(score)
    for sound in ("{delivers: 80%, satisfaction: 70%}", "24/7", "2 rounds", "5/7 days"):
        assert warned(sound) == ""


def test_names_that_several_bear():
    """Answers tell names: "Sales -> Sales" would tell nobody what to do."""
    b, c = (f", {team}: {{name: a, serves: {{z: x}}}}" for team in "bc")
    assert "'a' and 'b' are both called 'a': give each a name of its own" in warned("x", b)
    assert "'a', 'b' and 1 more are all called 'a': give each a name" in warned("x", b, c)


# More answers than people


MANY = """
valuechain: 1
teams:
  a:
    serves:
      b:
        satisfaction: 60% (9 responses)
        aspects: {speed: 50% (4 responses), care: 40% (2 responses)}
  b: {people: 3, serves: {c: {satisfaction: 60% (4 responses)}, d: {quality: 50% (9 responses)}}}
customers: {c: {people: 2}, d: {people: 1}}
"""
TOLD = [
    "'a->b' has 9 responses, but 'b' only 3 people",
    "'a->b' has 4 responses about 'speed', but 'b' only 3 people",
    "'b->c' has 4 responses, but 'c' only 2 people",
]


def test_more_answers_than_people_are_problems_with_their_lines():
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(MANY)
    found = caught.value.problems
    assert [(each.line, each.message) for each in found] == [
        (6, TOLD[0]),
        (6, TOLD[1]),
        (9, TOLD[2]),
    ]
    assert found[0].hint == "correct 'people' of 'b' or the responses"
    right = MANY.replace("people: 3", "people: 9").replace("c: {people: 2}", "c: {people: 4}")
    assert vc.simulate(vc.loads(right), 50).outcome is not None  # an expert counts nobody


def test_more_answers_than_people_are_a_problem_at_every_door():
    right = vc.loads(MANY.replace("people: 3", "people: 9").replace("people: 2", "people: 4"))
    fewer = [replace(party, people=party.people and 1) for party in right.parties.values()]
    with pytest.raises(vc.ModelError, match="only 1 person"):
        vc.ValueChain(fewer, right.services)
    with pytest.raises(vc.ModelError, match="only 1 person"):
        replace(right, parties=fewer)
    graph = right.graph
    graph.nodes["b"]["people"] = 3
    with pytest.raises(vc.ModelError, match="'a->b' has 9 responses, but 'b' only 3 people"):
        vc.ValueChain.from_networkx(graph)
    parties, services = right.to_tables()
    for row in parties:
        row["people"] = row.get("people") and 3
    with pytest.raises(vc.FormatError, match="'a->b' has 9 responses, but 'b' only 3 people"):
        vc.read_tables(parties, services)


def test_departments_that_differ_in_spelling_only_are_worth_a_look():
    text = """
    {valuechain: 1, teams: {
       a: {group: K\u00fcche, serves: {c: x}}, b: {group: Ku\u0308che, serves: {c: x}},
       d: {group: bar, serves: {c: x}}, e: {group: Bar, serves: {c: x}}}, customers: {c: }}
    """
    first, second = vc.loads(text).warnings
    assert "spelt with other characters (u and U+0308 for \u00fc): use one spelling" in first
    assert "the group 'Bar' beside 'bar': it differs in capitals or spaces only" in second


def test_ids_that_nobody_tells_apart_and_what_nobody_sees_are_worth_a_look():
    text = """
    {valuechain: 1, teams: {
       clerk: {serves: {c: x}}, cl\u0435rk: {serves: {c: x}},
       b: {name: "on\u00adline \u200bshop", group: Stra\u00dfe, serves: {c: x}},
       d: {group: Strasse, serves: {c: x}}}, customers: {c: }}
    """
    spelt, twin, hidden = vc.loads(text).warnings
    assert "'Strasse' beside 'Stra\u00dfe': it differs in its spelling only" in spelt
    assert "looks the same but is spelt with other characters (U+0435 for e)" in twin
    assert "has a soft hyphen (U+00AD), a zero-width space (U+200B) that nobody sees" in hidden


@pytest.mark.parametrize("text", ["0.5-0.9", "50% \u2013 90%", "0.5 to 0.9"])
def test_a_range_is_written_with_points(text):
    with pytest.raises(vc.FormatError, match="write a range with two points"):
        vc.loads(
            f"{{valuechain: 1, dependence: {text}, teams: {{a: {{serves: {{c: x}}}}}}, customers: {{c: }}}}"
        )


@pytest.mark.parametrize("reachable", ["75%", "80%", "95%"])
def test_what_is_reachable_may_be_the_target_or_more(reachable):
    chain = vc.loads(
        f"{{valuechain: 1, reachable: {reachable}, teams: {{a: {{serves: {{z: }}}}}}, customers: {{z: }}}}"
    )
    assert not chain.warnings
