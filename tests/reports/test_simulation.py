"""Tests of `reports.simulation`: A simulation in words: how sure the answer is, what the survey cannot decide, and where to ask next."""

import dataclasses
import re
from dataclasses import replace

import pytest

import valuechain as vc
from helpers.verbs import PLAIN, SURE, answer, ends, items, section
from places import ROOT
from valuechain import Party, Score, Service, ValueChain
from valuechain.reports.words import bare_points

# What a simulation says


def test_what_is_sure_is_said_without_doubt():
    found = vc.simulate(vc.loads(SURE))
    told = str(found)
    assert answer(told).startswith(
        "Customers 40 % (39 to 41 %, 95 % sure): below the target of 75 %. Start with a -> c: worth 48 to 52 points. "
        "With dependence drawn from 0.5 to 1 it stays first, worth 50 points on average."
    )
    assert not section(told, "What the survey cannot decide")
    assert items(told, "Weak links of which it is 95 % sure what they are")[0].startswith("a->c")
    assert "No single answer is worth more" in section(told, "Where to ask next")
    row = str(found["a->c"])
    for part in ("a->c", "39 to 41 %", "root cause", "58 to 62 points", "100 %"):
        assert part in row
    assert repr(found).startswith("<Simulation")


def test_a_target_that_is_surely_met_and_one_of_which_nobody_knows():
    met = answer(str(vc.simulate(vc.loads(SURE.replace("40%", "90%")))))
    assert "the target of 75 % is met" in met
    assert "Start with a -> c: worth 0.2 points on average, first in 45 % of the draws." in met
    open_ = answer(str(vc.simulate(vc.loads(SURE.replace("40% (6000", "76% (10")))))
    assert "do not tell whether the target of 75 % is met" in open_
    nothing = answer(str(vc.simulate(vc.loads(SURE.replace("40%", "98%")))))
    assert "Start with" not in nothing
    assert "Every provider is as good by itself as can be reached" in nothing


def simulated_alike(services, field):
    """A simulation of so many services to one customer, all with the same fields."""
    teams = ", ".join(f"a{n}: {{serves: {{c: {{{field}}}}}}}" for n in range(services))
    return vc.simulate(vc.loads(f"{{valuechain: 1, teams: {{{teams}}}, customers: {{c: }}}}"))


def test_an_outcome_that_its_interval_does_not_hold_is_explained():
    found = simulated_alike(100, "satisfaction: 60% (20 responses), critical: true")
    assert round(found.diagnosis.outcome, 9) == 0.6 > found.outcome[1]
    told = (
        "60 % is what the scores say as they stand: where they are off, it costs the customers more"
    )
    assert told in answer(str(found))
    found = simulated_alike(9, "satisfaction: 5% (3 responses)")
    assert round(found.diagnosis.outcome, 9) == 0.05 < found.outcome[0]
    told = (
        "5 % is what the scores say as they stand: where they are off, it wins the customers more"
    )
    assert told in answer(str(found))
    held = simulated_alike(9, "satisfaction: 60% (20 responses)")
    assert "as they stand" not in answer(str(held))


def test_without_a_number_of_answers_a_score_is_exact_and_that_is_said():
    told = str(
        vc.simulate(
            vc.loads(
                "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 60%}}}}, customers: {c: }}"
            )
        )
    )
    assert "Customers 60 %: below" in answer(told)
    assert "sure)" not in answer(told)
    assert re.search(r"exact: a->c\.", section(told, "How this was found"))
    assert "Everyone" not in told


def test_a_mean_whose_spread_nobody_knows_is_named():
    told = str(
        vc.simulate(
            vc.loads(
                "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 3.4/5 (9 responses)}}}}, customers: {c: }}"
            )
        )
    )
    assert re.search(r"as widely as they can: a->c\.", section(told, "How this was found"))


def test_a_dependence_that_is_not_drawn_is_called_an_assumption_and_ranges_of_their_own_are_named():
    told = section(
        str(vc.simulate(vc.loads(SURE.replace("valuechain: 1", "valuechain: 1, dependence: 0.7")))),
        "How this was found",
    )
    assert "Dependence is an assumption (0.7" in told
    assert "not drawn" in told
    own = SURE.replace("satisfaction:", "dependence: 0.2..0.4, satisfaction:")
    told = section(str(vc.simulate(vc.loads(own))), "How this was found")
    assert "Dependence is an assumption (0.3" in told
    assert re.search(r"of their own have a->c\.", told)


def test_a_range_of_dependence_may_be_what_cannot_tell():
    text = """{valuechain: 1, dependence: 0.1..1, teams: {a: {serves: {b: {satisfaction: 40%}}}, b: {serves: {c: {satisfaction: 50%}}}},
        customers: {c: }}"""
    told = section(str(vc.simulate(vc.loads(text))), "What the survey cannot decide")
    assert "b->c" in told
    assert "dependence" in told


def test_nothing_is_claimed_where_nothing_is_known_of_the_customers():
    told = str(vc.simulate(vc.loads(PLAIN), 100))
    assert "Nothing is known of the customers" in answer(told)
    assert "Start" not in told
    assert "'valuechain diagnose' says whom to ask first" in told
    assert "not measured" in told.splitlines()[-1]


def test_more_than_can_be_told_is_counted():
    services = [
        Service(f"t{i:02}->c", f"t{i:02}", "c", satisfaction=Score.parse("70% (6 responses)"))
        for i in range(40)
    ]
    chain = ValueChain(
        [*(Party(f"t{i:02}") for i in range(40)), Party("c", kind="customer")], services
    )
    told = str(vc.simulate(chain, 500))
    assert "and 35 more" in section(told, "What the survey cannot decide")
    assert "and 15 more services" in told.splitlines()[-1]


def test_each_customer_has_an_interval_or_is_unknown():
    text = """{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 60% (100 responses)}, d: {satisfaction: 80% (9 responses)}}},
        b: {serves: {e: x}}}, customers: {c: {name: Chris}, d: , e: }}"""
    found = vc.simulate(vc.loads(text))
    told = items(str(found), "Customers\n")
    low, high = ends(found.external_customers["c"])
    assert told[0] == f"Chris: {low} to {high} %"
    assert told[2] == "e: unknown"


def test_what_nobody_measured_is_drawn_so_that_an_interval_is_no_upper_bound():
    text = """{valuechain: 1, teams: {a: {serves: {b: {satisfaction: 60% (100 responses)}}}, b: {serves: {c: {satisfaction: 50% (99 responses)}, d: x}}},
        customers: {c: , d: }}"""
    found = vc.simulate(vc.loads(text))
    assert "d" in found.diagnosis.solution.bounded
    low, high = ends(found.external_customers["d"])
    assert f"d: {low} to {high} %" in items(str(found), "Customers\n")


def test_what_the_customers_reach_at_most_is_no_target_met():
    text = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 90% (900 responses)}}}, b: {serves: {c: x}}}, customers: {c: }}"
    told = answer(str(vc.simulate(vc.loads(text))))
    assert "at most" in told
    assert "hangs on what nobody measured" in told


def test_a_row_says_one_number_where_there_is_nothing_to_draw_and_none_where_nobody_measured():
    text = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 60%}}}, b: {serves: {c: x}}}, customers: {c: }}"
    found = vc.simulate(vc.loads(text), 100)
    assert " to " not in str(found["a->c"])
    assert "not measured" in str(found["b->c"]) or "nobody measured" in str(found["b->c"])
    assert "100 %" not in str(found["b->c"])


def test_a_target_that_is_met_exactly_is_not_said_to_be_exceeded_or_missed():
    told = answer(str(vc.simulate(vc.loads(SURE.replace("40% (6000 responses)", "75%")), 100)))
    assert "the target of 75 % is met" in told
    assert "below the target" not in told


def test_an_outcome_just_below_its_target_is_not_said_to_be_below_itself():
    told = answer(str(vc.simulate(vc.loads(SURE.replace("40% (6000 responses)", "74.9999%")), 100)))
    assert "Customers 75 %: below the target of 75 %" not in told


def test_what_a_start_is_worth_is_what_it_wins_alone():
    chain = vc.loads(
        """{valuechain: 1, rule: weakest, teams: {a: {serves: {c: {satisfaction: 50%}}}, b: {serves: {c: {satisfaction: 55%}}}},
        customers: {c: }}"""
    )
    assert "Start with a -> c: worth 5 points" in str(vc.diagnose(chain))
    told = answer(str(vc.simulate(chain, 100)))
    assert "Start with a -> c: worth 5 points" in told


# How far it is


def test_where_the_draws_put_something_else_first_that_is_said_and_why():
    """One answer of 10 % from two people is likely better; 31 % from 900 are what they are."""
    text = """{valuechain: 1, teams: {few: {serves: {c: {satisfaction: 20% (2 responses)}}}, many: {serves: {c: {satisfaction: 25% (900 responses)}}}},
        customers: {c: }}"""
    found = vc.simulate(vc.loads(text))
    assert found.diagnosis.steps[0].id == "few->c"
    assert found.first.id == "many->c"
    told = found.answer
    assert "Start with many -> c: worth 32 points on average" in told
    assert "few -> c" in told
    as_good = {step.id for step in found.diagnosis.advice.first}
    assert ("The diagnosis says otherwise" in told) == ("many->c" not in as_good)
    other = vc.simulate(vc.loads(text.replace("20% (2", "10% (1")))
    assert (
        "The diagnosis says otherwise: the scores as they are put few -> c first, but so few"
        in other.answer
    )


def test_what_nobody_measured_is_named_where_it_makes_the_difference(tmp_path):
    """Two services that nobody was asked about may be behind what the warehouse lacks."""
    exports = ROOT / "examples" / "exports"
    chain = vc.load(exports / "chain.yaml")
    mapping = tmp_path / "map.yaml"
    mapping.write_text(vc.draft_map(exports / "qualtrics.csv", chain).text, encoding="utf-8")
    survey = vc.read_survey(exports / "qualtrics.csv", mapping=mapping, chain=chain)
    answered = survey.apply(chain)
    exact = [
        dataclasses.replace(
            each, satisfaction=each.satisfaction and vc.Score.of(each.satisfaction.value)
        )
        for each in answered.services.values()
    ]
    for known, words in (
        (answered, "but few answered, and"),
        (dataclasses.replace(answered, services=exact), "but"),
    ):
        told = vc.simulate(known, 2000).answer
        assert f"{words} so much may hang on 2 services that nobody measured" in told


def test_a_step_tells_what_it_wins():
    found = vc.simulate(vc.loads(SURE))
    assert str(found.steps[0]) == (
        "a->c: wins 50 points on average (48 to 52 points); first in 100 % of the draws"
    )
    diagnosis = found.diagnosis
    for step in (*diagnosis.steps, *diagnosis.teams, *diagnosis.departments):
        assert str(step) == f"{step.id}: 1 service, worth 50 points"


def test_another_dependence_is_told_where_one_is_assumed():
    text = SURE.replace(
        "teams: {", "teams: {x: {serves: {a: {satisfaction: 45% (6000 responses)}}}, "
    )
    low = vc.simulate(vc.loads(text.replace("valuechain: 1", "valuechain: 1, dependence: 0.1")))
    assert "With dependence drawn from 0.5 to 1" in low.answer


def test_another_dependence_may_put_something_else_first():
    text = """{valuechain: 1, dependence: 0.95, teams: {a: {serves: {b: {satisfaction: 40% (900 responses)}}},
        b: {serves: {c: {satisfaction: 38% (900 responses)}}}}, customers: {c: }}"""
    chain = vc.loads(text)
    found = vc.simulate(chain)
    assert found.first.id == "a->b"
    assert found.any_dependence[0].id in ("a->b", "b->c")
    assert "With dependence drawn from 0.5 to 1" in found.answer
    low = vc.simulate(vc.loads(text.replace("0.95", "0.2")))
    assert "With dependence drawn from 0.5 to 1 a -> b comes first" in low.answer
    drawn = vc.simulate(vc.loads(text.replace("0.95", "0.5..1")))
    assert drawn.any_dependence == ()
    assert "With dependence drawn" not in drawn.answer


def test_where_another_dependence_wins_nothing_worth_naming_it_is_not_told():
    found = vc.simulate(vc.loads(SURE), draws=200)
    assert "With dependence drawn" in str(found)
    (step, *_) = found.any_dependence
    nothing = replace(found, any_dependence=(replace(step, expected_gain=0.0),))
    assert "With dependence drawn" not in str(nothing)


MANY = """{valuechain: 1, rule: weakest, teams: {a: {serves: {cust: {satisfaction: 70% (100000 responses)}}},
    b: {serves: {cust: invoices, a: plans}}, c: {serves: {a: {satisfaction: 80% (200000 responses)}}}}, customers: {cust: }}"""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (MANY, "but so much may hang on 2 services that nobody measured that"),
        (MANY.replace("00000 r", " r"), "but few answered, and so much may hang on 2 services"),
        (
            MANY.replace("weakest", "weakest, dependence: 0.5..0.9"),
            "but so much may hang on 2 services that nobody measured and an uncertain dependence",
        ),
    ],
)
def test_answers_are_not_blamed_for_what_others_cause(text, why):
    """Where 100,000 answered, it is what nobody measured that puts something else first."""
    told = " ".join(vc.simulate(vc.loads(text), 2000).answer.split())
    assert "otherwise: the scores as they are put c -> a first" in told
    assert why in told


TIED = """{valuechain: 1, teams: {a: {serves: {cust: {satisfaction: 50% (20 responses), critical: true}}},
    b: {serves: {cust: {satisfaction: 50% (20 responses), critical: true}}}}, customers: {cust: }}"""
REACHED = """{valuechain: 1, teams: {a: {serves: {cust: {satisfaction: 92% (10 responses)}, b: {satisfaction: 91% (6 responses)}}},
    b: {serves: {cust: {satisfaction: 90% (8 responses)}}}}, customers: {cust: }}"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (TIED, "Fix together a -> cust and b -> cust: worth 40 points; neither wins anything"),
        (REACHED, "Every provider is as good by itself as can be reached: perfection would win"),
    ],
)
def test_a_start_that_the_diagnosis_does_not_know_is_said_to_differ(text, says):
    """Where the scores are off, one service of two that tie wins something alone."""
    found = vc.simulate(vc.loads(text), 2000)
    told = " ".join(found.answer.split())
    assert "Start with" in told
    _, differs, otherwise = told.partition("The diagnosis says otherwise, as it takes the scores")
    assert differs
    assert says in otherwise
    assert says in found.diagnosis.answer


def test_the_table_and_the_section_count_alike_what_the_survey_cannot_decide():
    """Also what the customers do not feel, because something worse hides it or leads elsewhere."""
    text = """{valuechain: 1, rule: weakest, teams: {a: {serves: {c: {satisfaction: 30% (90 responses)}}},
        b: {serves: {c: {satisfaction: 70% (4 responses)}, d: {satisfaction: 72% (3 responses)}}}, d: }, customers: {c: }}"""
    found = vc.simulate(vc.loads(text), 1000)
    assert found.diagnosis["b->c"].importance == 0
    assert found.diagnosis["b->d"].importance == 0
    told = str(found)
    cells = re.findall("^[abd]->.*too few answers", told, re.MULTILINE)
    assert len(cells) == 2
    assert "2 services of 3: too few answers" in section(told, "What the survey cannot decide")


def test_where_the_draws_leave_nothing_to_start_with_that_is_said_to_differ():
    """One of thirty that nobody measured is likely as bad as the one of which it is known."""
    others = ", ".join(f"u{i}: {{serves: {{c: x{i}}}}}" for i in range(30))
    text = f"""{{valuechain: 1, rule: weakest, teams: {{a: {{serves: {{c: {{satisfaction: 70% (9000 responses)}}}}}},
        d: {{serves: {{e: {{satisfaction: 30% (9000 responses)}}}}}}, e: {{serves: {{c: {{satisfaction: 90%}}}}}}, {others}}}, customers: {{c: }}}}"""
    found = vc.simulate(vc.loads(text), 1000)
    assert found.first is None
    assert "Start with a -> c: worth 20 points" in found.diagnosis.answer
    told = " ".join(found.answer.split())
    assert "On average over the draws no step wins anything alone. The diagnosis says" in told
    assert "otherwise, as it takes the scores as they are: Start with a -> c: worth 20" in told


def test_what_was_counted_is_told_as_units_not_as_answers():
    of_few = "{units: 20, defects: 8}"
    text = "{valuechain: 1, teams: {a: {serves: {b: {satisfaction: %s}}}, b: {serves: {c: {satisfaction: 70%%}}}}, customers: {c: }}"
    found = vc.simulate(vc.loads(text % of_few))
    words = " ".join(str(found).split())
    assert "(8 in 20 units)" in words
    assert "20 answers" not in words
    assert found.to_pandas()["responses"].isna().all()


def test_what_it_is_worth_to_ask_about_what_nobody_measured_stands_in_the_table():
    text = (
        "{valuechain: 1, teams: {a: {serves: {b: x}}, "
        "b: {serves: {c: {satisfaction: 50% (40 responses)}}}, "
        "d: {serves: {c: {satisfaction: 60% (40 responses)}}}}, customers: {c: }}"
    )
    found = vc.simulate(vc.loads(text))
    asked = found["a->b"]
    assert asked.worth_asking >= 0.0005
    (line,) = [line for line in str(found).splitlines() if line.startswith("a->b  ")]
    assert line.split()[-1] == bare_points(asked.worth_asking)


def test_the_dependence_that_every_service_has_is_told_everywhere():
    own = SURE.replace("satisfaction:", "dependence: 0.3, satisfaction:")
    words = " ".join(str(vc.simulate(vc.loads(own))).split())
    assert "if dependence is as the file says (0.3)" in words
    assert "where nothing else is said" not in words


def test_a_range_that_no_service_has_is_not_said_to_be_drawn():
    text = SURE.replace("valuechain: 1", "valuechain: 1, dependence: 0.5..0.9")
    assert "Dependence is drawn from 0.5 to 0.9" in " ".join(
        str(vc.simulate(vc.loads(text))).split()
    )
    own = vc.loads(text.replace("satisfaction:", "dependence: 0.6..0.8, satisfaction:"))
    words = " ".join(str(vc.simulate(own)).split())
    assert "Dependence is drawn from" not in words
    assert "Ranges of their own have a->c." in words
