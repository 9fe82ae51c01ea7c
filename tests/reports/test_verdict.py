"""Tests of `reports.verdict`: what a diagnosis says, in words: the answer first, then what supports it, then the table."""

import dataclasses
import random

import pytest

import valuechain as vc
from chains import random_chain
from helpers.diagnosed import shop
from helpers.verbs import ASPECTS
from valuechain import Party, Score, Service, ValueChain
from valuechain.analysis import changes
from valuechain.questions import diagnosis as diagnosis_module
from valuechain.reports.advice import speaks_of
from valuechain.reports.diagnosis import report


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        (
            {"ab": "satisfaction: 90%", "bc": "satisfaction: 90%"},
            "Every measured service meets its target. Every provider is as good by itself as can",
        ),
        (
            {"ab": "satisfaction: 50%", "bc": "satisfaction: 60%"},
            "Start with a -> b (x): worth 32 points. B gets the complaints, but 100 % of what",
        ),
        (
            {"bc": "satisfaction: 60%"},
            "Start with b -> Customer (y): worth 30 points. Ask about x from a before blaming b",
        ),
        (
            {"ab": "satisfaction: 76%", "bc": "satisfaction: 62%, target: 60%"},
            "Start with a -> b (x): worth 11 points.",
        ),
        (
            {"ab": "satisfaction: 60%, target: 50%", "bc": "satisfaction: 60%"},
            "Start with a -> b (x): worth 24 points. B gets the complaints, but 80 % of what",
        ),
        ({"ab": "satisfaction: 100%", "bc": "satisfaction: 100%"}, "Nothing is lacking."),
    ],
)
def test_the_first_sentences_are_the_answer(scores, sentence):
    diagnosis = vc.diagnose(shop(**scores))
    assert sentence in diagnosis.answer
    assert " ".join(str(diagnosis).split()).startswith(diagnosis.answer)


def test_just_below_the_target_is_said():
    assert "Customers just below 75 % (target 75 %)" in str(
        vc.diagnose(shop(ab="satisfaction: 100%", bc="satisfaction: 74.9%"))
    )


def test_every_text_names_the_assumption():
    for chain in (shop(), shop(bc="satisfaction: 60%")):
        text = " ".join(str(vc.diagnose(chain)).split())
        assert "does not prove causes" in text
        assert "assum" in text
        assert "(0.8)" in text
    own = shop(bc="satisfaction: 60%, dependence: 0.5")
    assert "(0.8 where nothing else is said)" in " ".join(str(vc.diagnose(own)).split())


def test_names_cannot_break_the_page_or_the_terminal():
    chain = ValueChain(
        [
            Party("a", name="<script>alert(1)</script>"),
            Party("b", name="x\u200b[31m\nred"),
            Party("c", kind="customer", name="a\tbc"),
        ],
        [
            Service("a->b", "a", "b", "<b>", satisfaction=Score.of(0.2)),
            Service("b->c", "b", "c", satisfaction=Score.of(0.3)),
        ],
        title="<i>",
    )
    diagnosis = vc.diagnose(chain)
    for text in (str(diagnosis), str(chain), diagnosis._repr_html_(), chain._repr_html_()):
        assert "\u200b" not in text
        assert "\nred" not in text
        assert "\t" not in text
    assert "<script>" not in chain._repr_html_() + diagnosis._repr_html_()


def test_verdicts_in_words():
    diagnosis = vc.diagnose(shop(ab="satisfaction: 50%", bc="satisfaction: 60%"))
    assert (
        str(diagnosis["a->b"])
        == "a->b: 50 %, target 75 %; likely root cause; costs the customer 40 points"
    )
    assert str(diagnosis["b->c"]) == "b->c: 60 %, target 75 %; symptom: passes on what it receives"
    assert (
        str(diagnosis.explain("a->b"))
        == "a->b: 50 = 100 - 50 own - 0 inherited (target 75 %; likely root cause)."
    )


@pytest.mark.parametrize("services", [10, 50, 400])
def test_any_chain_is_told_on_one_screen(services):
    rng = random.Random(8)
    for _ in range(10 if services < 400 else 2):
        chain = random_chain(rng, parties=2 + services // 6, services=services)
        diagnosis = vc.diagnose(chain)
        assert len(str(diagnosis).splitlines()) <= 20
        assert all(len(line) <= 96 for line in str(diagnosis).splitlines())
    told = report(diagnosis).detail()
    assert len(told.table.rows) == min(services, 25)
    assert ("more services" in told.table.rest) == (services > 25)
    assert all(len(section.items) <= 11 for section in told.sections)
    assert len(diagnosis.details.splitlines()) < 140


def test_what_decides_is_asked_first():
    chain = vc.loads(
        "{valuechain: 1, teams: {vendor: {serves: {it: software}}, it: {serves: {desk: {satisfaction: 50% (400 responses)}}},"
        " desk: {serves: {customer: {satisfaction: 64% (400 responses)}}}}, customers: {customer: }}"
    )
    diagnosis = vc.diagnose(chain)
    assert diagnosis["it->desk"].verdict == "undecided"
    assert diagnosis["it->desk"].decided_by == ("vendor->it",)
    assert not diagnosis.upper_bound
    assert diagnosis.received["it"] is None
    assert (
        "Customers 64 % (target 75 %). Start with it -> desk: worth 29 points." in diagnosis.answer
    )
    assert "Ask about software from vendor before blaming it: nobody was asked." in diagnosis.answer
    text = " ".join(str(diagnosis).split())
    assert "Nobody was asked about software (ask it)." in text
    assert "root cause" not in text


def test_the_loudest_is_what_costs_the_customers_most():
    """Minor is least satisfied, and a tenth of the customers: Major's 60 % cost more."""
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {b: {satisfaction: 40%}, d: {satisfaction: 40%}}},"
        " b: {name: Big desk, serves: {major: {satisfaction: 60%}}},"
        " d: {name: Small desk, serves: {minor: {satisfaction: 45%}}}}, customers: {major: {share: 9}, minor: {share: 1}}}"
    )
    diagnosis = vc.diagnose(chain)
    assert diagnosis.loudest.provider == "b"
    assert "Big desk gets the complaints" in diagnosis.answer


def test_in_a_loop_nothing_is_a_symptom_of_itself():
    chain = vc.loads(
        "{valuechain: 1, dependence: 0.8, teams: {sterile: {serves: {theatre: {satisfaction: 48%}}},"
        " theatre: {serves: {sterile: {satisfaction: 64%}, patients: {satisfaction: 61%}}}}, customers: {patients: }}"
    )
    diagnosis = vc.diagnose(chain)
    row = diagnosis["sterile->theatre"]
    assert row.verdict == "root cause"
    assert row.own_shortfall > 1 - row.quality  # with what of it returns
    assert row.own_shortfall + row.inherited_shortfall == pytest.approx(0.52)
    assert diagnosis.steps[0].id == "sterile->theatre"
    assert "Start with sterile -> theatre: worth" in diagnosis.answer


def test_what_costs_the_customers_nothing_is_said_so():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {b: {satisfaction: 10%}}}, b: {serves: {a: x}}, d: {serves: {c: {satisfaction: 90%}}}}, customers: {c: }}"
    )
    diagnosis = vc.diagnose(chain)
    assert "perfection would win another 10 points." in diagnosis.answer
    assert "At present it costs the customers nothing." in " ".join(diagnosis.details.split())


def test_money_stands_beside_what_it_wins():
    improve = "improve: [{action: dear, cost: 100, quality: 90%}, {action: cheap, cost: 10, quality: 70%}]"
    diagnosis = vc.diagnose(shop(bc=f"satisfaction: 60%, {improve}"))
    assert "10 for 10" in str(diagnosis)
    needs = "improve: [{action: form, cost: 10, quality: 70%, needs: course}]"
    both = shop(
        ab="satisfaction: 70%, improve: [{action: course, cost: 30, quality: 80%, id: course}]",
        bc=f"satisfaction: 60%, {needs}",
    )
    assert "for 40" in str(vc.diagnose(both))


def test_one_customer_group_alone():
    chain = vc.loads(
        "{valuechain: 1, title: T, teams: {a: {serves: {b: {satisfaction: 50%}, c: {satisfaction: 80%}}}}, customers: {b: {name: Big}, c: {name: Small, share: 0}}}"
    )
    assert vc.diagnose(chain).outcome == 0.5
    small = vc.diagnose(chain, customer="Small")
    assert small.outcome == 0.8
    assert small.title == "T: Small"
    assert "Big" not in str(small)
    with pytest.raises(vc.UnknownNameError, match="no party 'Smal'"):
        vc.diagnose(chain, customer="Smal")
    with pytest.raises(
        vc.ArgumentError, match="'a' is no external customer: external customers are"
    ):
        vc.diagnose(chain, customer="a")


def dense(teams, group=lambda _: "", dependence=0.3):
    """Everybody serves everybody and the customer, equally well."""
    names = [f"t{i}" for i in range(teams)]
    ends = [(a, b) for a in names for b in names if a != b] + [(a, "c") for a in names]
    parties = [Party(name, group=group(i)) for i, name in enumerate(names)]
    services = [
        Service(f"{a}->{b}", a, b, satisfaction=Score.of(0.6), dependence=dependence)
        for a, b in ends
    ]
    return ValueChain([*parties, Party("c", kind="customer")], services)


def test_where_no_link_wins_much_teams_are_named_and_where_no_team_does_departments():
    assert vc.diagnose(dense(5)).advice.kind == "links"
    teams = vc.diagnose(dense(20, lambda i: "AB"[i % 2]))
    assert teams.advice.kind == "departments"
    assert (
        "No single link or team wins much. Start with one of the departments A or B" in teams.answer
    )
    skewed = dense(50, dependence=0.6)
    worse = {
        name: dataclasses.replace(s, satisfaction=Score.of(0.5 if s.provider == "t3" else 0.7))
        for name, s in skewed.services.items()
    }
    team = vc.diagnose(dataclasses.replace(skewed, services=worse))
    assert "No single link wins much, so the diagnosis speaks of teams." in speaks_of(team)
    draws = vc.simulate(team.chain, draws=20)
    assert speaks_of(team) in draws.answer
    assert team.advice.kind == "teams"
    assert (
        "No single link wins much. Start with the team t3: all that it delivers is worth"
        in team.answer
    )
    assert team.teams[0].provider == "t3"
    nobody = vc.diagnose(dense(40))
    assert nobody.advice.kind == "teams"
    assert "Start with one of the teams t0, t1, t10 or 37 others" in nobody.answer


def test_of_an_experts_quality_the_satisfaction_that_results_is_told():
    text = """
valuechain: 1
teams:
  c: {serves: {b: {delivers: parts, satisfaction: 60%}}}
  b: {serves: {cust: {delivers: goods, quality: 4.2/5}}}
customers: {cust: }
"""
    found = vc.diagnose(vc.loads(text))
    assert found["b->cust"].satisfaction == pytest.approx(0.8 - 0.8 * 0.4)
    told = [line.split() for line in str(found).splitlines()]
    assert ["b", "->", "cust", "goods", "48", "%", "75", "%", "10"] in told
    one = "delivers: goods, quality: 4.2/5"
    two = vc.diagnose(vc.loads(text.replace(f"{{{one}}}", f"[{{{one}}}, {{{one}}}]")))
    told = [line.split() for line in str(two).splitlines()]
    assert ["b", "->", "cust", "goods", "48", "%", "75", "%", "10"] in told


def test_many_customers_and_no_loss():
    parties = [Party("a"), *(Party(f"c{i}", kind="customer") for i in range(14))]
    services = [Service(f"a->c{i}", "a", f"c{i}", satisfaction=Score.of(1)) for i in range(14)]
    told = report(vc.diagnose(ValueChain(parties, services)))
    assert "c2 100 %" not in told.answer
    assert "and 8 others." in told.sections[0].items[0]
    assert not any("loss" in section.heading for section in told.detail().sections)


def test_a_large_first_file_is_ranked_by_importance(monkeypatch):
    monkeypatch.setattr(changes, "FREELY", 1)
    text = " ".join(str(vc.diagnose(shop())).split())
    assert "each 10 points it lacks would cost the customers 10 points" in text
    assert "importance" in text


# How far it is


def test_a_weak_link_says_which_aspect_drags_it():
    chain = vc.loads(ASPECTS)
    told = " ".join(vc.diagnose(chain).details.split())
    assert "dragged by time (25 %). It costs" in told
    assert "dragged by price (20 %)" in told
    assert "88 %" not in told
    assert "Dragged by time (25 %)." in " ".join(str(vc.simulate(chain, 500)).split())


def test_what_is_well_done_but_costs_nothing_is_told_apart_from_what_cannot_be_better():
    barren = vc.diagnose(shop(ab="quality: 100%, dependence: 0", bc="quality: 100%"))
    assert "Nothing is lacking." in barren.answer
    inherited = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {b: {satisfaction: 50%}}}, b: {serves: {a: {satisfaction: 60%}}}, x: {serves: {c: y}},"
        " d: {serves: {c: {satisfaction: 100%}}}}, customers: {c: }}"
    )
    told = "The customers lack nothing. Below target inside: a -> b and b -> a."
    assert told in vc.diagnose(inherited).answer
    good = vc.diagnose(
        shop(ab="satisfaction: 70%, target: 60%", bc="satisfaction: 92%, target: 95%")
    )
    assert good["b->c"].verdict == "symptom"
    high = vc.diagnose(
        shop(ab="satisfaction: 95%, target: 98%", bc="satisfaction: 96%, target: 75%")
    )
    assert "it is as good as can be reached." in " ".join(high.details.split())


def test_levels_that_differ_are_not_told_as_one():
    diagnosis = vc.diagnose(shop(ab="satisfaction: 50%, reachable: 80%", bc="satisfaction: 60%"))
    assert "once the provider is as good as can be reached." in " ".join(str(diagnosis).split())
    assert diagnosis.steps[0].gain == pytest.approx(0.8 * 0.3)


def test_wins_that_take_long_are_left_out_of_the_table(monkeypatch):
    chain = random_chain(random.Random(2), parties=5, services=12, rule="weakest")
    monkeypatch.setattr(changes, "FREELY", 3)
    told = report(vc.diagnose(chain)).detail()
    assert {row[told.table.heads.index("wins")] for row in told.table.rows} <= {"", "?"}


@pytest.mark.parametrize(
    ("late", "told"),
    [
        (1, "the standard is 10 min.\n"),
        (2, "the standard is 10 min. 1 more misses its own."),
        (3, "the standard is 10 min. 2 more miss theirs."),
    ],
)
def test_one_and_several_that_are_late(late, told):
    served = "serves: {c: {satisfaction: 60%, takes: 20 min, standard: 10 min}}"
    teams = ", ".join(f"{team}: {{{served}}}" for team in "abd"[:late])
    chain = vc.loads(f"{{valuechain: 1, teams: {{{teams}}}, customers: {{c: }}}}")
    assert told in str(vc.diagnose(chain)).replace("\n    ", " ")


def test_nobody_whose_step_is_as_good_as_the_first_is_said_to_pass_on():
    """Three alike, who serve one another and the customer: six steps tie, three of which are told."""
    serves = {
        team: ", ".join(f"{other}: {{satisfaction: 60%}}" for other in "abdz" if other != team)
        for team in "abd"
    }
    teams = ", ".join(f"{team}: {{serves: {{{some}}}}}" for team, some in serves.items())
    chain = vc.loads(f"{{valuechain: 1, reachable: 100%, teams: {{{teams}}}, customers: {{z: }}}}")
    found = vc.diagnose(chain)
    assert "or 3 others" in found.answer
    assert "Mostly passing on" not in str(found)


def test_many_that_win_little_each_are_told_as_such():
    """Each of 1,500 wins 0.03 points alone, all of them 40."""
    teams = ", ".join(f"t{i}: {{serves: {{z: {{satisfaction: 50%}}}}}}" for i in range(1500))
    found = vc.diagnose(vc.loads(f"{{valuechain: 1, teams: {{{teams}}}, customers: {{z: }}}}"))
    assert "and 1,495 others: worth 40 points; none of them wins much alone." in found.answer


def test_of_many_to_start_with_some_are_looked_into(monkeypatch):
    """What decides costs a solution for each of those whose doing is undecided."""
    asked = []
    decide = diagnosis_module.deciding
    monkeypatch.setattr(diagnosis_module, "deciding", lambda *of: asked.append(of) or decide(*of))
    teams = ", ".join(
        f"t{i}: {{serves: {{z: {{satisfaction: 50%}}}}}}, v{i}: {{serves: {{t{i}: }}}}"
        for i in range(1200)
    )
    found = vc.diagnose(vc.loads(f"{{valuechain: 1, teams: {{{teams}}}, customers: {{z: }}}}"))
    assert len(found.advice.services) == 1200
    assert "Nobody was asked about v" in " ".join(str(found).split())
    assert 0 < len(asked) <= 110


HIDDEN = """{valuechain: 1, rule: weakest, teams: {a: {serves: {cust: {satisfaction: 70% (30 responses)}}},
    b: {serves: {cust: invoices, a: plans}}, c: {serves: {a: {satisfaction: 80% (12 responses)}}}}, customers: {cust: }}"""


def test_what_nobody_measured_is_named_though_worse_hides_it():
    """Were the invoices worse than the goods, the customer would be less satisfied than it seems."""
    chain = vc.loads(HIDDEN)
    told = str(vc.diagnose(chain))
    assert "at most 70 %" in told
    assert "Nobody was asked about plans (ask a) and invoices (ask cust)." in told
    worse = vc.what_if(chain, {"b->cust": "40%"})
    assert worse.outcome == pytest.approx(0.4)


def test_where_worse_hides_what_nobody_measured_not_all_of_what_matters_is_covered():
    found = vc.diagnose(vc.loads(HIDDEN))
    for told in (found.details, str(vc.simulate(found, 100))):
        words = " ".join(told.split())
        assert "worse ones hide how much 2 of them may matter" in words
        assert "scores cover" not in words


def test_what_cannot_reach_a_customer_who_counts_is_not_asked_about():
    """Of what a perfect score passes on nothing arrives, and a customer without a share counts not."""
    text = """{valuechain: 1, teams: {a: {serves: {cust: {satisfaction: 100%}}}, b: {serves: {a: x, nobody: y}},
        c: {serves: {a: {satisfaction: 50%}}}}, customers: {cust: , nobody: {share: 0}}}"""
    assert "Nobody was asked" not in str(vc.diagnose(vc.loads(text)))


CRITICAL = """{valuechain: 1, teams: {a: {serves: {cust: {satisfaction: 95%, weight: 9}}},
    b: {serves: {cust: {critical: true}}}}, customers: {cust: }}"""


def test_no_slope_is_told_of_what_alone_may_decide():
    """Ten points cost 5.5, not the 1 point that a tenth of the weight is: it decides from then."""
    found = vc.diagnose(vc.loads(CRITICAL))
    ten = found.outcome - vc.what_if(found, {"b->cust": "90%"}).outcome
    assert ten == pytest.approx(0.055)
    failed = found.outcome - vc.what_if(found, {"b->cust": "0%"}).outcome
    assert failed == pytest.approx(0.955)
    told = " ".join(found.details.split())
    assert "b->cust: its failure would cost the customers 96 points; ask cust." in told
    assert "each 10 points" not in told
    straight = vc.diagnose(vc.loads(CRITICAL.replace("critical: true", "weight: 1")))
    ten = straight.outcome - vc.what_if(straight, {"b->cust": "90%"}).outcome
    assert ten == pytest.approx(0.01)
    told = " ".join(straight.details.split())
    assert "b->cust: each 10 points it lacks of its own would cost the customers 1 point" in told


def test_in_a_large_first_file_no_slope_is_told_of_what_alone_may_decide(monkeypatch):
    """Two that are critical share what either costs, though either would cost all of it."""
    monkeypatch.setattr(changes, "FREELY", 1)
    text = "{valuechain: 1, rule: weakest, teams: {a: {serves: {c: x}}, b: {serves: {c: y}}}, customers: {c: }}"
    told = " ".join(str(vc.diagnose(vc.loads(text))).split())
    assert "its failure would cost the customers 100 points" in told
    assert "each 10 points" not in told


def test_who_was_asked_about_aspects_alone_was_not_asked_about_the_whole():
    text = (
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 50%%}}}, "
        "b: {serves: {c: {delivers: goods%s}}}}, customers: {c: }}"
    )
    asked = vc.diagnose(vc.loads(text % ", aspects: {speed: 20% (40 responses)}"))
    assert "Nobody was asked about goods as a whole (ask c)." in str(asked)
    assert "Nobody was asked about goods (ask c)." in str(vc.diagnose(vc.loads(text % "")))
