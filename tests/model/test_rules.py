"""Tests of `model.rules`: what makes parties and services a chain: the rules that hold however the chain was made."""

import random
import re
from dataclasses import replace
from itertools import combinations, pairwise

import pytest

import valuechain as vc
from helpers.parts import problems
from valuechain import Party, Service, ValueChain
from valuechain.model.parts import PARTY_FIELDS
from valuechain.model.rules import total_loops
from valuechain.problems import PRINTED

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


# By their definitions, tried out.


def passes_all(service):
    return 1 in (service.dependence, *(service.dependence_range or ())) or service.criticality == 0


def held(services, among, weakest):
    """Whether each of some parties is held by the others, so that nothing there has a cause."""
    for party in among:
        into = [each for each in services if each.customer == party]
        inside = [each for each in into if each.provider in among]
        whole = [each for each in inside if passes_all(each)]
        alone = any(weakest or each.critical or each.criticality == 0 for each in whole)
        if not alone and (not into or len(whole) < len(into)):
            return False
    return True


@pytest.mark.parametrize("seed", range(4))
def test_total_loops_are_found_where_trying_all_sets_finds_one(seed):
    rng, met = random.Random(seed), 0
    for _ in range(150):
        names = "abcde"[: rng.randint(2, 5)]
        ends = [rng.sample(names, 2) for _ in range(rng.randint(1, 8))]
        weakest = rng.random() < 0.2
        services = [
            Service(
                f"{a}->{b}",
                a,
                b,
                dependence=rng.choice([1.0, 1.0, 1.0, 0.5]),
                critical=rng.random() < 0.2,
            )
            for a, b in ends
        ]
        services = [
            replace(each, criticality=rng.choice([0.0, 0.05]))
            if each.dependence < 1 and not each.critical and rng.random() < 0.3
            else replace(each, dependence=0.75, dependence_range=(0.5, 1.0))
            if rng.random() < 0.1
            else each
            for each in services
        ]
        sets = [set(some) for size in range(1, 6) for some in combinations(names, size)]
        most = set().union(*(some for some in sets if held(services, some, weakest)))
        found = [*total_loops(services, weakest=weakest)]
        assert bool(found) == bool(most)
        met += bool(found)
        for fault in found:
            loop = re.findall(r"\b[a-e]\b", fault.message.partition(" depends")[0])
            assert loop[0] == loop[-1]
            assert set(loop) <= most
            whole = {(each.provider, each.customer) for each in services if passes_all(each)}
            assert whole.issuperset(pairwise(loop))
    assert 20 < met < 130


@pytest.mark.parametrize(("providers", "unknown"), [(["x"], "x"), (["a"], "y"), (["a", "x"], "x")])
def test_of_two_ends_the_one_that_is_not_there_is_named(providers, unknown):
    services = [Service(f"{each}->y", each, "y") for each in providers]
    told = problems([Party("a"), Party("y" * (unknown != "y") or "z", kind="customer")], services)
    assert f"no party '{unknown}' is defined" in told[0]


def test_suggestions_are_made_for_as_many_as_are_printed():
    """Searching for what was meant takes long where thousands are missing."""
    services = [Service(f"clerk{i}->z", f"clerk{i}", "z") for i in range(PRINTED + 2)]
    with pytest.raises(vc.ModelError) as caught:
        ValueChain([Party("clerk"), Party("z", kind="customer")], services)
    hints = [problem.hint for problem in caught.value.problems]
    assert hints == ["did you mean 'clerk'?"] * PRINTED + [""] * 2
    needing = [
        vc.Action("repaint", 1, 0.5, "repaint"),
        *(vc.Action(f"x{i}", 1, 0.5, needs=(f"repain{i}",)) for i in range(PRINTED + 2)),
    ]
    with pytest.raises(vc.ModelError) as caught:
        ValueChain(
            [Party("a"), Party("z", kind="customer")],
            [Service("a->z", "a", "z", improve=tuple(needing))],
        )
    hints = [problem.hint for problem in caught.value.problems]
    assert hints[:PRINTED] == ["did you mean 'repaint'?"] * PRINTED
    assert hints[PRINTED:] == ["name the 'id:' of another action"] * 2


def test_parties_out_of_reach_are_worth_a_look_each_for_its_reason():
    parties = [Party("a"), Party("alone"), Party("end"), Party("from", kind="supplier")]
    parties += [Party("z", kind="customer"), Party("y", kind="customer")]
    services = [Service("a->z", "a", "z"), Service("from->end", "from", "end")]
    assert [
        str(warning).partition(":")[0] for warning in ValueChain(parties, services).warnings
    ] == [
        "the team 'alone' neither serves anyone nor is served",
        "from the team 'end' no external customer can be reached",
        "from the supplier 'from' no external customer can be reached",
        "nobody serves the customer 'y'",
    ]


@pytest.mark.parametrize(
    ("targets", "who"),
    [
        ((0.95,), "'a->z' aims at 95%"),
        ((0.8, 0.95), "'b->z' aims at 95%"),
        ((0.95, 0.99), "'a->z' and 1 more aim at 95%"),
        ((0.95, 0.99, 1.0), "'a->z' and 2 more aim at 95%"),
    ],
)
def test_who_aims_at_more_than_can_be_reached_is_counted(targets, who):
    names = "abc"[: len(targets)]
    services = [
        Service(f"{name}->z", name, "z", target=target)
        for name, target in zip(names, targets, strict=True)
    ]
    (warning,) = ValueChain([*map(Party, names), PARTIES[-1]], services).warnings
    assert str(warning).startswith(f"{who}:")


def test_a_service_may_aim_at_just_what_it_is_said_to_reach():
    service = Service("a->z", "a", "z", target=0.8, reachable=0.8)
    assert not ValueChain([Party("a"), PARTIES[-1]], [service]).warnings


def test_people_are_compared_behind_a_party_of_which_nobody_counted_them():
    score = vc.Score.parse("50% (4 responses)")
    services = [
        Service("a->b", "a", "b", satisfaction=score),
        Service("b->z", "b", "z", satisfaction=score),
    ]
    parties = [Party("a"), Party("b"), Party("z", kind="customer", people=3)]
    (problem,) = problems(parties, services)
    assert "'b->z' has 4 responses, but 'z' only 3 people" in problem


def test_one_customer_with_a_share_is_enough():
    parties = [Party("a"), *(Party(name, kind="customer", share=0.0) for name in "xy")]
    services = [Service(f"a->{name}", "a", name) for name in "xyz"]
    assert "all shares" in problems(parties, services[:2])[0]
    assert ValueChain([*parties, Party("z", kind="customer")], services).services


@pytest.mark.parametrize(
    "field", [field.name for field in PARTY_FIELDS[1:] if field.name != "kind"]
)
def test_every_field_of_a_party_is_checked(field):
    parties = [Party("a", **{field: object()}), PARTIES[-1]]
    told = problems(parties, [Service("a->z", "a", "z")])
    assert any(field in each for each in told)
