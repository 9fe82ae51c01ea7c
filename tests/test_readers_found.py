"""What readers found: two outputs of one result that said different things. Each says one, now."""

import dataclasses
import io
import itertools
import re

import pytest

import valuechain as vc
from chains import EXAMPLES
from helpers.browser import in_a_browser
from helpers.drawn import of_teams
from helpers.driven import TELL, driven
from helpers.verbs import flat, said
from valuechain.document.contents import document
from valuechain.document.department import sheet_of
from valuechain.document.markdown import markdown
from valuechain.document.page import page
from valuechain.document.slides import slides
from valuechain.drawing.export import exported
from valuechain.drawing.views import pictured
from valuechain.drawing.walk import steps
from valuechain.drawing.whiskers import with_whiskers
from valuechain.drawing.worth import Selection
from valuechain.files.language import language
from valuechain.language import speaking

HOSPITAL = next(path for path in EXAMPLES if path.stem == "hospital")

GAINS_BEYOND_COSTS = """
valuechain: 1
rule: fdna
teams:
  stores: {name: Stores, group: Yard, serves: {pick: {delivers: lists, satisfaction: 30% (12 responses)}}}
  it: {name: IT, group: Office, serves: {pick: {delivers: scanners, satisfaction: 30% (12 responses)}}}
  pick: {name: Picking, group: Yard, serves: {van: {delivers: parcels, satisfaction: 60% (9 responses), dependence: 0.5, criticality: 50%}}}
  desk: {name: Desk, group: Office, serves: {van: {delivers: addresses, satisfaction: 97% (9 responses), weight: 7}}}
  van: {name: Van, group: Road, serves: {shops: {delivers: deliveries, satisfaction: 78% (200 responses)}}}
customers: {shops: {name: Shops}}
"""
"""Under fdna mending one of two alone wins more than its part of the cost."""


class TestWhatIsWonBeyondWhatItCosts:
    diagnosis = vc.diagnose(vc.loads(GAINS_BEYOND_COSTS))
    row = diagnosis["it->pick"]

    def test_the_chain_is_one(self):
        assert self.row.gain > self.row.contribution + 0.03
        assert "worth 11 points each" in self.diagnosis.answer

    def test_the_walk_tells_the_gain_and_its_bars_end_where_the_cost_does(self):
        found = {step.services: step for step in steps(self.diagnosis)}
        assert found["it->pick",].won == pytest.approx(self.row.gain)
        ax = vc.draw(self.diagnosis, view="walk")
        assert [t.get_text() for t in ax.texts].count("-8, worth 11") == 2
        rows = itertools.groupby(
            sorted((round(bar.get_y(), 3), round(bar.get_width(), 6)) for bar in ax.patches),
            key=lambda bar: bar[0],
        )
        longest = [max(width for _, width in bars) for _, bars in rows]
        assert longest[1] == pytest.approx(100 * self.row.contribution)

    def test_feedback_does_not_call_it_a_part_of_the_cost(self):
        words = flat(vc.feedback(self.diagnosis).details)
        assert "costs the customers 8 points, and 11 can be won back if it is mended first" in words
        assert "of which 11" not in words

    def test_nor_does_a_department(self):
        told = markdown(sheet_of(document(self.diagnosis), "Office"))
        assert "the customers lack 8 points. If it is mended first, 11 points can be won." in told

    def test_the_map_has_no_lines_of_equal_cost(self):
        def lines(diagnosis):
            return [line for line in vc.draw(diagnosis, view="map").lines if line.get_gid()]

        assert not lines(self.diagnosis)
        assert lines(vc.diagnose(vc.example("flower_shop")))


SMALL = """
valuechain: 1
teams:
  a: {serves: {b: {delivers: x, satisfaction: 50%, weight: 1}}}
  d: {serves: {b: {delivers: z, satisfaction: 50%, weight: 900}}}
  b: {serves: {k: {delivers: goods, satisfaction: 55%}}}
customers: {k: }
"""


def test_what_wins_little_is_not_called_as_good_as_can_be_nor_held_back():
    words = flat(vc.diagnose(vc.loads(SMALL)).details)
    assert "less than 0.1 points; less than 0.1 points of that can be won." in words
    assert "as good as can be reached" not in words
    assert "others hold" not in words


JUST_MISSED = """
valuechain: 1
target: 75%
teams:
  a: {serves: {k: {satisfaction: 60%, improve: [{action: bell, cost: 50, quality: 74.9%}]}}}
  b: {serves: {m: {satisfaction: 74.9%, improve: [{action: book, cost: 5, quality: 74.95%}]}}}
customers: {k: {name: Kim}, m: {name: Mia}}
"""


def test_a_target_that_is_just_missed_is_not_told_as_reached():
    chain = vc.loads(JUST_MISSED)
    best = vc.frontier(chain)
    assert 0.7485 < best.steps[-1].outcome < 0.75
    assert "to just below 75 %, for 50" in best.answer
    told = markdown(document(dataclasses.replace(chain, title="x")))
    assert "* Mia: just below 75 % (target 75 %)" in told
    assert "just below 75 %" in str(vc.portfolio([vc.loads(JUST_MISSED.replace("60%", "74.9%"))]))


TOGETHER = """
valuechain: 1
rule: weakest
teams:
  a: {name: Ann, serves: {k: {delivers: x, satisfaction: 50%, improve: [{action: more, cost: 1, quality: 90%}]}}}
  b: {name: Bob, serves: {k: {delivers: y, satisfaction: 50%}}}
customers: {k: }
"""


def test_what_is_to_be_fixed_together_is_so_in_the_picture_and_in_plans():
    chain = vc.loads(TOGETHER)
    assert "neither wins anything alone" in vc.diagnose(chain).answer
    svg = exported(vc.diagnose(chain), ".svg")
    assert "fix these together: none wins much alone" in svg
    assert "start with one of these" not in svg
    for found in (vc.frontier(chain), vc.plan(chain, 5)):
        assert "It is not among these" not in str(found)


EVERYONE = """
valuechain: 1
teams:
  s: {people: 9, serves: {k: {delivers: food, satisfaction: 77% (4 responses)}}}
  k: {people: 9, serves: {r: {delivers: meals, satisfaction: 64% (9 responses)}}}
  r: {people: 9, serves: {c: {satisfaction: 60% (80 responses)}}}
customers: {c: }
"""


def test_where_everybody_answered_more_answers_are_not_asked_for():
    found = vc.simulate(vc.loads(EVERYONE))
    row = found["k->r"]
    assert (row.verdict, row.satisfaction[0]) == ("too few answers", row.satisfaction[1])
    why = "not certain: it hangs on what its provider receives"
    assert f"64 %; {why}" in str(row)
    (arrow,) = (each for each in pictured(found, "chain").sketch.arrows if each.id == "k->r")
    assert why in arrow.title
    assert "too few answers" not in arrow.title


BOUND = "valuechain: 1\nteams: {a: {serves: {c: {satisfaction: 74%}}}, b: {serves: {c: , d: {satisfaction: 90% (9 responses)}}}}\ncustomers: {c: , d: {share: 0}}"


def test_a_bound_is_one_in_every_output(tmp_path):
    path = tmp_path / "bound.yaml"
    path.write_text(BOUND)
    done = said("diagnose", path, "--fail-below", "90%")
    assert (done.status, "the outcome is at most 87 %" in done.err) == (3, True)
    found = vc.simulate(vc.load(path))
    (node,) = re.findall(r'<node id="c">.*?</node>', exported(found, ".graphml"), re.DOTALL)
    assert '<data key="upper_bound">True</data>' in node


ASPECTS = """
valuechain: 1
suppliers: {mill: {name: Mill, serves: {cut: {delivers: cloth, aspects: {speed: 30% (12 responses), feel: 80% (12 responses)}}}}}
teams: {cut: {name: Cutting, people: 12, group: Hall, serves: {k: {delivers: shirts, satisfaction: 50% (60 responses)}}}}
customers: {k: }
"""


def test_who_was_asked_about_aspects_was_asked():
    chain = vc.loads(ASPECTS)
    ask = "Ask about cloth from Mill as a whole before blaming Cutting: nobody was asked."
    assert ask in vc.diagnose(chain).answer
    assert "nobody was asked about it as a whole; knowing it" in flat(vc.simulate(chain).details)
    hall = markdown(sheet_of(document(chain), "Hall"))
    assert "Beyond single aspects, nobody was asked about 1 of the 2." in hall
    assert "Nobody was asked" not in hall
    plain = chain.services["mill->cut"]
    services = {**chain.services, "mill->cut": dataclasses.replace(plain, aspects=())}
    nothing = dataclasses.replace(chain, services=services)
    hall = markdown(sheet_of(document(nothing), "Hall"))
    assert "Nobody was asked about 1 of the 2 services that we get or give." in hall


def test_customers_without_a_share_are_not_told_of_as_all():
    chain = vc.loads(
        "valuechain: 1\n"
        "teams: {a: {serves: {c: {satisfaction: 40%}, e: {satisfaction: 70%}}}, b: {serves: {e: {satisfaction: 50%}}}}\n"
        "customers: {c: {name: Shops}, e: {name: Homes, share: 0}}"
    )
    assert "* Customers who count: 40 %" in markdown(document(chain))
    found = vc.what_if(chain, {"b->e": "90%"})
    assert "nothing changes for the customers who count: 40 %" in found.answer
    assert "Homes" in str(found)
    assert "customers who count" in str(vc.what_if(chain, {"a->c": "90%"}))
    known = vc.loads(
        "valuechain: 1\n"
        "teams: {a: {serves: {c: {satisfaction: 40%}}}, b: {serves: {e: }}}\n"
        "customers: {c: {name: Shops}, e: {name: Homes}}"
    )
    assert "* Customers who are known: 40 %" in markdown(document(known))
    assert "* All customers: 69 %" in markdown(document(vc.load(HOSPITAL)))


def test_differences_are_told_in_the_language_of_the_document():
    then = vc.example("flower_shop")
    service = then.services["clerk->designer"]
    now = dataclasses.replace(
        then, services={**then.services, service.id: dataclasses.replace(service, weight=3)}
    )
    with speaking(language("de")):
        told = markdown(document(vc.compare(then, now)))
    assert "Leistung Clerk \u2192 Designer: weight 1 \u2192 3." in told


# Pictures.

THEN = """
valuechain: 1
suppliers: {s: {serves: {a: {satisfaction: 40%}, b: {satisfaction: 20%, critical: true}, e: {satisfaction: 50%}}}}
teams:
  a: {group: Shop, serves: {b: {satisfaction: 90%}}}
  b: {group: Shop, serves: {c: {satisfaction: 70%}}}
  e: {serves: {c: {satisfaction: 80%}}}
customers: {c: {name: Customers}}
"""
NOW = THEN.replace("20%, crit", "60%, crit").replace("40%", "80%").replace("50%", "90%")


def test_a_folded_comparison_bears_what_the_whole_one_does():
    found = vc.compare(vc.loads(THEN), vc.loads(NOW))
    whole, folded = (
        {arrow.id: arrow for arrow in pictured(found, "chain", collapse=how).sketch.arrows}
        for how in ("none", "group")
    )
    assert {whole[name].label for name in ("s->e", "e->c", "b->c")} == {"+6", "\u22126", "0"}
    for name in ("s->e", "e->c", "b->c"):
        assert folded[name].label == whole[name].label
        assert folded[name].change == whole[name].change
    boxes = {box.id: box.number for box in pictured(found, "chain", collapse="group").sketch.boxes}
    then, now = vc.diagnose(vc.loads(THEN)), vc.diagnose(vc.loads(NOW))
    means = [(each.received["a"] + each.received["b"]) / 2 for each in (then, now)]
    assert boxes["#Shop"] == f"{100 * means[0]:.0f} \u2192 {100 * means[1]:.0f} %"
    assert boxes["s"] == ""


def test_what_is_no_more_has_no_number_in_its_folded_box():
    now = vc.loads(
        THEN.replace("  e: {serves: {c: {satisfaction: 80%}}}\n", "").replace(
            ", e: {satisfaction: 50%}", ""
        )
    )
    then = vc.loads(THEN.replace("e: {serves", "e: {group: Gone, serves"))
    boxes = pictured(vc.compare(then, now), "chain", collapse="group").sketch.boxes
    assert {box.id: box.number for box in boxes}["#Gone"] == ""


FOLDED = """
valuechain: 1
teams:
  y: {serves: {x: {delivers: plans}, z: {satisfaction: 40%}}}
  s: {serves: {y: {satisfaction: 20%}}}
  v: {serves: {z: {delivers: parts}}}
  x: {group: Shop, serves: {c: {satisfaction: 60%}}}
  x2: {group: Shop, serves: {c: {satisfaction: 60%}}}
  z: {group: Works, serves: {c: {satisfaction: 70%}}}
  z2: {group: Works, serves: {c: {satisfaction: 70%}}}
  k: {serves: {c: {delivers: forms}}}
customers: {c: {name: Guests}}
"""


def test_a_department_is_as_satisfied_as_its_parties():
    chain = vc.loads(FOLDED)
    whole, folded = (
        {box.id: box for box in pictured(chain, "chain", collapse=how).sketch.boxes}
        for how in ("none", "group")
    )
    assert folded["#Shop"].number == whole["x"].number == "\u2264 36 %"
    assert folded["#Works"].number == whole["z"].number == "\u2264 70 %"
    two = vc.loads(
        FOLDED.replace(
            "v: {serves: {z: {delivers: parts}}}", "v: {serves: {z2: {satisfaction: 30%}}}"
        )
    )
    boxes = {box.id: box for box in pictured(two, "chain", collapse="group").sketch.boxes}
    assert boxes["#Works"].number == "35 %"
    text = "valuechain: 1\nteams: {a: {group: One, serves: {c: }}, b: {serves: {a: }}, d: {group: One, serves: {c: {satisfaction: 60%}}}, e: {serves: {d: {satisfaction: 50%}}}}\ncustomers: {c: }"
    boxes = {
        box.id: box for box in pictured(vc.loads(text), "chain", collapse="group").sketch.boxes
    }
    assert boxes["#One"].number == "\u2264 75 %"  # of one nothing is known


def test_a_department_that_holds_a_single_point_of_failure_is_marked():
    chain = vc.example("flower_shop")
    found = vc.structure(chain)
    whole = {box.id for box in pictured(found, "chain").sketch.boxes if box.single}
    assert "delivery" in whole
    folded = [box for box in pictured(found, "chain", collapse="group").sketch.boxes if box.single]
    assert {party for box in folded for party in box.parties} >= whole
    assert any("holds a single point of failure" in box.title for box in folded)


def test_a_likely_root_cause_is_no_dashed_line_anywhere():
    pptx = pytest.importorskip("pptx")
    chain = vc.loads(
        "valuechain: 1\n"
        "teams:\n"
        "  a: {serves: {b: {satisfaction: 50%}, d: {satisfaction: 90%}}}\n"
        "  b: {serves: {c: {satisfaction: 80%}, d: {satisfaction: 95%}}}\n"
        "  d: {serves: {e: {satisfaction: 90%}, c: {satisfaction: 72%}}}\n"
        "  e: {serves: {c: {satisfaction: 90%}, b: {satisfaction: 90%}}}\n"
        "customers: {c: }\n"
    )
    verdicts = {row.id: row.verdict for row in vc.diagnose(chain)}
    assert "root cause" in verdicts.values()
    dot = exported(chain, ".dot")
    for line in re.findall(r'class="root-cause".*', dot):
        assert "dashed" not in line
    assert re.search(r'style=solid, class="root-cause"', dot)
    deck = pptx.Presentation(io.BytesIO(slides(document(chain))))
    groups = [s for slide in deck.slides for s in slide.shapes if s.shape_type == 6]
    dashes = {group.name: group.shapes[0].line.dash_style for group in groups}
    solid = pptx.enum.dml.MSO_LINE_DASH_STYLE.SOLID
    assert {dashes[name] for name, verdict in verdicts.items() if verdict == "root cause"} == {
        solid
    }


def test_one_group_of_customers_is_as_sure_as_the_outcome():
    text = "valuechain: 1\nteams: {a: {serves: {c: {satisfaction: 52% (7 responses)}}}}\ncustomers: {c: , e: {share: 0}}"
    for seed in range(20):
        found = vc.simulate(vc.loads(text), draws=200, seed=seed)
        assert found.external_customers == {"c": found.outcome, "e": None}


def test_experts_are_no_few_answers():
    text = """
    valuechain: 1
    teams:
      v: {serves: {p: {delivers: parts}}}
      p: {serves: {c: {delivers: repairs, quality: 34%, dependence: 1}, m: {quality: 95%, dependence: 0.5}}}
      q: {serves: {c: {satisfaction: 40% (100000 responses)}, m: {satisfaction: 50% (100000 responses)}, k: {satisfaction: 20% (100000 responses)}}}
      m: {serves: {c: {satisfaction: 90% (100000 responses), weight: 0.1}}}
      k: {serves: {c: {satisfaction: 90% (100000 responses), weight: 0.1}}}
    customers: {c: }
    """
    answer = flat(vc.simulate(vc.loads(text)).answer)
    assert "but so much may hang on 1 service that nobody measured" in answer
    assert "few answered" not in answer


@pytest.mark.parametrize(("score", "seen"), [(6, "6 %"), (1, "1 %"), (40, "40 %")])
def test_no_number_of_a_walk_covers_a_name_or_cannot_be_read(score, seen):
    chain = vc.loads(
        f"valuechain: 1\nteams: {{a: {{name: Help desk, serves: {{c: {{satisfaction: {score}%}}}}}}}}\ncustomers: {{c: }}"
    )
    ax = vc.draw(chain, view="walk")
    ax.figure.canvas.draw()
    left = ax.get_window_extent().x0
    assert all(text.get_window_extent().x0 >= left - 1 for text in ax.texts)
    (today,) = (text for text in ax.texts if text.get_text() == seen)
    inside = score > 6
    assert (today.get_color() == "white") == inside


def test_the_walk_of_a_what_if_is_not_of_today():
    found = vc.what_if(vc.example("flower_shop"), {"inventory->designer": 0.9})
    names = [label.get_text() for label in vc.draw(found, view="walk").get_yticklabels()]
    assert names[-1] == "the customers then"


def test_lines_of_what_may_be_run_through_the_marks_of_a_map():
    twins = vc.loads(
        "valuechain: 1\nteams: {a: {serves: {c: {satisfaction: 60% (9 responses)}}}, b: {serves: {c: {satisfaction: 60% (9 responses)}}}}\ncustomers: {c: }"
    )
    found = vc.simulate(twins)
    ax = vc.draw(found, view="map")
    spans = [c for c in ax.collections if "Line" in type(c).__name__][-1]
    xs = {round(float(path.vertices[0, 0]), 6) for path in spans.get_paths()}
    assert len(xs) == 2
    plain = vc.draw(found.diagnosis, view="map")
    selection = Selection(frozenset())
    assert with_whiskers(plain, "map", found, selection) is plain


def test_half_of_the_customers_are_not_most():
    half = vc.loads(
        "valuechain: 1\nteams: {a: {serves: {c: {satisfaction: 60%}}}, b: {serves: {c: {satisfaction: 70%}}}}\ncustomers: {c: , e: }"
    )
    assert "Most customers are served by nobody" not in str(vc.structure(half))
    third = vc.loads(
        "valuechain: 1\nteams: {a: {serves: {c: {satisfaction: 60%}}}}\ncustomers: {c: , e: , f: }"
    )
    assert "Most customers are served by nobody" in str(vc.structure(third))


def test_the_target_of_a_frontier_is_on_its_axes():
    chain = vc.loads(
        "valuechain: 1\ntarget: 30%\nteams: {a: {serves: {c: {satisfaction: 60%, improve: [{action: x, cost: 5, quality: 90%}]}}}}\ncustomers: {c: }"
    )
    low, high = vc.draw(vc.frontier(chain)).get_ylim()
    assert low < 30 < high


def test_sites_of_which_nothing_is_known_are_counted():
    known = vc.loads(
        "valuechain: 1\nteams: {a: {serves: {c: {satisfaction: 60%}}}}\ncustomers: {c: }"
    )
    unknown = vc.loads("valuechain: 1\nteams: {a: {serves: {c: }}}\ncustomers: {c: }")
    axes = vc.draw(vc.portfolio([known, unknown]))
    assert "not shown: 1 site of which no outcome is known" in axes.get_xlabel()


def test_nothing_is_nothing_whatever_its_sign():
    found = vc.side_by_side(
        vc.loads(
            "valuechain: 1\nteams: {a: {serves: {c: {satisfaction: 60%}, d: {satisfaction: 50%}}}}\ncustomers: {c: , d: }"
        ),
        {"x": {"a->c": "90%"}},
    )
    assert str(found.customers["x"]["d"]) == "0.0"
    assert str(found.to_dict()).count("-0.0") == 0


def test_the_plan_of_a_workbook_says_that_it_is_but_a_bound(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    chain = vc.loads(
        "valuechain: 1\nteams: {a: {serves: {c: {satisfaction: 60%, improve: [{action: x, cost: 5, quality: 90%}]}}}, b: {serves: {c: }}}\ncustomers: {c: }"
    )
    path = tmp_path / "x.xlsx"
    vc.write_report(chain, path)
    rows = list(openpyxl.load_workbook(path)["Plan"].values)[1:]
    assert {row[-1] for row in rows} == {"at most: some was not measured"}


@in_a_browser
def test_what_a_page_says_of_what_is_pointed_at_is_said_to_be_as_it_is(tmp_path):
    """The levers move the numbers of the drawing, and not the words behind it."""
    text = page(document(vc.example("flower_shop")))
    script = f"""{TELL}
    const lights = document.getElementById("light");
    lights.value = "designer"; lights.dispatchEvent(new Event("change"));
    tell({{ pointed: document.getElementById("pointed").textContent }});"""
    moved = driven(text, script, tmp_path / "moved", "#set?inventory-%3Edesigner=90")
    assert moved["pointed"].startswith("as it is: Designer")
    still = driven(text, script, tmp_path / "still")
    assert still["pointed"].startswith("Designer")


def test_a_page_whose_advice_is_of_teams_calls_its_list_one_of_links():
    assert "Of single links, what wins most from here" in page(document(of_teams()))
    assert "Of single links" not in page(document(vc.example("flower_shop")))


# What changes, and how sure it is.

UNASKED = """
valuechain: 1
teams:
  a: {serves: {b: {delivers: x, satisfaction: 90%}}}
  b: {serves: {k: {delivers: goods}}}
  c: {serves: {k: {delivers: help, satisfaction: 80%}}}
customers: {k: }
"""


def test_a_change_from_a_bound_is_one():
    chain = vc.loads(UNASKED)
    half = vc.what_if(chain, {"b->k": "50%"})
    assert "customers from at most 86 to 61 % (at least -25 points)" in half.answer
    assert "nobody measured it, it counted as perfect" in flat(str(half))
    both = vc.side_by_side(chain, {"half": {"b->k": "50%"}, "fails": {"b->k": "failed"}})
    assert "'fails' costs them most: at least -46 points" in both.answer


def test_scenarios_that_tie_win_together():
    twins = vc.loads(
        "valuechain: 1\nteams: {a: {serves: {c: {satisfaction: 60%}}}, b: {serves: {c: {satisfaction: 60%}}}}\ncustomers: {c: , d: {share: 0}}"
    )
    asked = {name: {service: "90%"} for name, service in (("x", "a->c"), ("y", "b->c"))}
    assert (
        "Of these 'x' and 'y' win the customers most: +15 points"
        in vc.side_by_side(twins, asked).answer
    )
    asked = {name: {service: "failed"} for name, service in (("x", "a->c"), ("y", "b->c"))}
    assert "'x' and 'y' cost them most: -30 points" in vc.side_by_side(twins, asked).answer
    assert "Of these 'x' wins" in vc.side_by_side(twins, {"x": {"a->c": "90%"}}).answer


def test_what_changes_the_same_is_named_together():
    text = "valuechain: 1\nteams: {a: {serves: {c: {satisfaction: 60%}}}, b: {serves: {c: {satisfaction: 60%}}}}\ncustomers: {c: {revenue: 100, loyalty: 1%}}"
    then, now = vc.loads(text), vc.loads(text.replace("60%", "80%"))
    assert "Above all through a -> c (+10) and b -> c (+10)." in vc.compare(then, now).answer
    money = vc.money(then).answer
    assert "Start with a -> c or b -> c: worth 15 (15 points) each." in money
    assert "By points alone" not in money


def test_customers_who_do_not_count_are_kept_apart():
    text = "valuechain: 1\nteams: {a: {serves: {k: {satisfaction: 70%}, m: {satisfaction: 40%, improve: [{action: fix, cost: 10, quality: 95%}]}}}}\ncustomers: {k: , m: {share: 0}}"
    chain = vc.loads(text)
    asked = {"one": {"a->m": "90%"}}
    assert (
        vc.side_by_side(chain, asked).answer
        == "No scenario changes anything for the customers who count."
    )
    nothing = vc.side_by_side(chain, {"one": {"a->m": "40%"}}).answer
    assert nothing == "No scenario changes anything for the customers."
    assert "no customer who counts hangs on it: 'fix'" in flat(str(vc.plan(chain, 10)))
    perfect = vc.loads(text.replace("70%", "100%"))
    assert (
        "The customers who count lack nothing. Below target: a -> m." in vc.diagnose(perfect).answer
    )
    met = vc.loads(
        text.replace("70%", "100%").replace("valuechain: 1", "valuechain: 1\ntarget: 30%")
    )
    assert vc.diagnose(met).answer.endswith("The customers who count lack nothing.")
    inside = "valuechain: 1\nteams: {a: {serves: {b: {satisfaction: 40%}}}, b: {serves: {c: {satisfaction: 100%}}}}\ncustomers: {c: }"
    assert (
        "The customers lack nothing. Below target inside: a -> b."
        in vc.diagnose(vc.loads(inside)).answer
    )


def test_only_who_is_as_good_as_can_be_is_called_so():
    text = "valuechain: 1\nrule: weakest\ntarget: 60%\nteams: {a: {serves: {k: {satisfaction: 60%, reachable: 60%}}}, b: {serves: {k: {satisfaction: 65%}}}}\ncustomers: {k: }"
    answer = vc.diagnose(vc.loads(text)).answer
    assert "No step to what can be reached wins the customers anything: perfection" in answer
    there = vc.diagnose(vc.loads(text.replace("65%", "95%"))).answer
    assert "Every provider is as good by itself as can be reached: perfection" in there


def test_sites_are_drawn_where_anything_is_there_to_be_drawn():
    exact = vc.loads(
        "valuechain: 1\ntitle: Exact\nteams: {c: {serves: {k: {satisfaction: 80%}}}}\ncustomers: {k: }"
    )
    for text in (UNASKED, UNASKED.replace("goods", "goods, satisfaction: 70%, dependence: 0.2..1")):
        found = vc.portfolio([vc.loads(text), exact])
        drawn = next(site for site in found if site.title != "Exact")
        assert drawn.interval == vc.simulate(vc.loads(text), draws=found.draws).outcome
        assert "so taken as exact: Exact" in flat(str(found))
    alone = flat(str(vc.portfolio([exact])))
    assert "draws of each" not in alone
    assert "so taken as exact: Exact" in alone


def test_a_service_on_target_drags_no_step():
    text = "valuechain: 1\nteams: {a: {serves: {k: [{delivers: goods, satisfaction: 50% (90 responses)}, {delivers: help, satisfaction: 90% (90 responses), target: 70%, aspects: {speed: 92% (90 responses), manners: 20% (90 responses)}}]}}}\ncustomers: {k: }"
    assert "Dragged" not in flat(str(vc.simulate(vc.loads(text))))
    weak = text.replace("90% (90 responses), target", "60% (90 responses), target")
    assert "Dragged by manners" in flat(str(vc.simulate(vc.loads(weak))))


def test_what_is_counted_asks_nobody():
    text = "valuechain: 1\nteams: {a: {serves: {k: {satisfaction: {units: 500, on_time: 430}}}}, b: {serves: {k: {satisfaction: {units: 15, on_time: 13}}}}}\ncustomers: {k: }"
    answer = flat(vc.simulate(vc.loads(text)).answer)
    assert "so little was counted" in answer
    assert "few answered" not in answer


def test_a_department_that_can_win_nothing_worth_naming_has_nothing_to_do_first():
    chain = vc.loads(
        "valuechain: 1\nteams:\n"
        "  a: {group: House, serves: {c: {delivers: rooms, satisfaction: 89.97%}}}\n"
        "  b: {group: Kitchen, serves: {c: {delivers: meals, satisfaction: 60%}}}\n"
        "customers: {c: }\n"
    )
    told = markdown(sheet_of(document(chain), "House"))
    assert "can be won" not in told
    assert "## What we should do first\n\nnothing" in told
