"""From a workbook to a diagnosis with intervals: the verbs, what they say, what is drawn of it, and that nothing is written by halves."""

import codecs
import contextlib
import io
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import threading
import types
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import openpyxl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from matplotlib.text import Text

import valuechain as vc
from chains import EXAMPLES
from organisations import organisation
from valuechain import Party, Score, Service, ValueChain
from valuechain.cli import simulate as simulate_verb
from valuechain.cli.main import main
from valuechain.drawing.draw import pictured
from valuechain.drawing.style import HALO, NEAR, POOR, UNKNOWN
from valuechain.files.atomic import write_all, write_whole
from valuechain.reports.simulation import decisive

ROOT = Path(__file__).parent.parent
CLINIC = ROOT / "examples" / "clinic" / "clinic.xlsx"
SHOP = ROOT / "examples" / "flower_shop.yaml"
BLAME = {POOR, NEAR}
PLAIN = "valuechain: 1\nteams:\n  clerk: {name: Front desk, people: 3, serves: {customer: {delivers: advice}}}\ncustomers:\n  customer:\n"
SURE = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 40% (6000 responses)}}}}, customers: {c: }}"


def said(*arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(argument) for argument in arguments])
    return types.SimpleNamespace(status=status, out=out.getvalue(), err=err.getvalue())


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    """The three commands, once: what each said, the chain before and after, and its simulation."""
    path = tmp_path_factory.mktemp("clinic") / "chain.yaml"
    convert = said("convert", CLINIC, path)
    empty = vc.load(path)
    survey = said("survey", CLINIC, "--into", path)
    simulate = said("simulate", path)
    chain = vc.load(path)
    return types.SimpleNamespace(
        path=path,
        convert=convert,
        survey=survey,
        simulate=simulate,
        empty=empty,
        chain=chain,
        simulation=vc.simulate(chain),
    )


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def plain(here):
    path = here / "plain.yaml"
    path.write_text(PLAIN, encoding="utf-8")
    return path


def holds(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def answers(path, *rows, head="provider,customer,score"):
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def flat(text):
    return " ".join(text.split())


def section(text, heading):
    """The paragraphs of a printed report under a heading, as one line; empty where there is none."""
    blocks = [block for block in text.split("\n\n") if block.startswith(heading)]
    return flat(blocks[0]) if blocks else ""


def items(text, heading):
    """What stands beside the bullets under a heading."""
    blocks = [block for block in text.split("\n\n") if block.startswith(heading)]
    return [flat(item) for item in blocks[0].split("\n  * ")[1:]] if blocks else []


def answer(text):
    """The sentence or two to remember, of a chain without a title."""
    return flat(text.split("\n\n")[0])


def ends(interval):
    return [f"{100 * end:.0f}" for end in interval]


def chance_of(probability):
    return (
        "less than 1 %"
        if 0 < probability < 0.01
        else "more than 99 %"
        if 0.99 < probability < 1
        else f"{100 * probability:.0f} %"
    )


# From a workbook to a diagnosis with intervals, in three commands


def test_the_three_commands_say_what_they_wrote_and_what_comes_next(clinic):
    for done in (clinic.convert, clinic.survey):
        assert (done.status, done.err) == (0, f"written: {clinic.path}\n")
    assert (clinic.simulate.status, clinic.simulate.err) == (0, "")
    assert "10 parties, 14 services" in clinic.convert.out
    assert "14 of 14 services" in clinic.survey.out
    assert f"valuechain simulate {clinic.path}" in clinic.survey.out
    assert "wave 2026 (the latest) of 2025, 2026" in clinic.survey.out
    few = next(line for line in clinic.survey.out.splitlines() if "Fewer than 5" in line)
    for service, number in (
        ("reception->scheduling", 3),
        ("reception->records", 2),
        ("doctors->lab", 4),
    ):
        assert service in few and f"({number})" in few


def test_the_chain_of_the_three_commands_is_the_workbook_with_the_latest_wave(clinic):
    assert clinic.empty == vc.read_excel(CLINIC)
    assert not any(service.score for service in clinic.empty.services.values())
    assert clinic.chain == vc.read_survey(CLINIC).apply(vc.read_excel(CLINIC), "2026")
    assert sum(service.score.responses for service in clinic.chain.services.values()) == 98


def test_the_answer_has_the_interval_the_target_and_who_may_come_first_in_how_many_of_the_draws(
    clinic,
):
    found, told = clinic.simulation, clinic.simulate.out
    assert told.startswith("Day clinic\n\n")
    first = flat(told.split("\n\n")[1])
    low, high = ends(found.outcome)
    assert f"({low} to {high} %, 95 % sure)" in first
    assert found.outcome[1] < 0.75
    assert "below the target of 75 %" in first
    assert "Start with" not in first
    named = re.findall(r"(\S+->\w+)\D*?(\d+) %", first.partition("below")[2].partition(".")[2])
    assert named == [
        (row.id, f"{100 * row.p_first:.0f}") for row in found.candidates if row.p_first >= 0.01
    ]
    assert sum(row.p_first for row in found) + found.p_no_root_cause == pytest.approx(1)


def test_the_text_says_of_every_service_that_the_survey_cannot_decide_how_far_it_goes(clinic):
    found = clinic.simulation
    told = items(clinic.simulate.out, "What the survey cannot decide")
    assert len(told) == len(found.too_few) == 5
    for item, row in zip(told, found.too_few, strict=True):
        assert item.startswith(row.id)
        low, high = ends(row.satisfaction)
        assert (f"{low} %" if low == high else f"{low} to {high} %") in item
        assert f"{clinic.chain.services[row.id].score.responses} answers" in item
        assert f"below it in {chance_of(row.p_weak)}" in item
        assert f"root cause in {chance_of(row.p_root_cause)}" in item
    certain = items(clinic.simulate.out, "Weak links that are 95 % sure")
    assert not {row.id for row in found.too_few} & {item.split()[0] for item in certain}


def test_the_text_says_where_to_ask_next_and_whom(clinic):
    told = items(clinic.simulate.out, "Where to ask next")
    assert told
    assert told[0].startswith(clinic.simulation.ask_next[0].id)
    assert "Referring doctors" in told[0]
    assert f"{100 * clinic.simulation.ask_next[0].worth_asking:.1f} points" in told[0]


def test_the_text_says_what_was_assumed(clinic):
    told = section(clinic.simulate.out, "How this was found")
    assert "10,000 draws (seed 0)" in told
    assert "does not prove causes" in told
    assert "independently" in told
    everybody = re.search(r"Everyone[^:]*: ([^.]*)\.", told)[1]
    silent = {"reception->scheduling", "reception->records", "doctors->lab"}
    assert set(re.findall(r"\w+->\w+", everybody)) == silent
    assert all(np.ptp(clinic.simulation[service].satisfaction) < 1e-12 for service in silent)
    assert "Dependence is drawn from 0.6 to 0.9" in told
    assert "exact" not in told
    assert "differ is not known" not in told


def test_what_everybody_answered_is_not_said_to_have_too_few_answers(clinic):
    row = clinic.simulation["doctors->lab"]
    assert (
        np.ptp(row.satisfaction) < 1e-12
    )  # four of four have answered: the range of dependence is what cannot tell
    line = next(
        line for line in clinic.simulate.out.splitlines() if line.startswith("doctors->lab  ")
    )
    assert "too few answers" not in line


def test_the_table_and_the_json_hold_every_service(clinic):
    table = clinic.simulate.out.split("\n\n")[-1].splitlines()
    assert {line.split()[0] for line in table[2:]} == set(clinic.chain.services)
    done = said("simulate", clinic.path, "--format", "json")
    assert json.loads(done.out) == clinic.simulation.to_dict()


def test_other_seeds_levels_and_draws_are_told(clinic):
    done = said("simulate", clinic.path, "--draws", 300, "--seed", 7, "--level", "80%")
    found = vc.simulate(clinic.chain, 300, 7, 0.8)
    assert done.out == f"{found}\n"
    assert ", 80 % sure)" in done.out
    assert "300 draws (seed 7)" in done.out


def test_more_processes_change_nothing_but_the_time(clinic):
    done = subprocess.run(
        [sys.executable, "-m", "valuechain", "simulate", str(clinic.path), "--jobs", "2"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, clinic.simulate.out, "")
    assert said("simulate", clinic.path, "--jobs", 2).out == clinic.simulate.out


@pytest.mark.parametrize(("jobs", "workers"), [(1, 0), (2, 2)])
def test_as_many_processes_compute_as_are_asked_for(jobs, workers, clinic, monkeypatch):
    told = []
    monkeypatch.setattr(
        "valuechain.cli.simulate.simulate", lambda *arguments: told.append(arguments[4]) or "done"
    )
    assert said("simulate", clinic.path, "--jobs", jobs).out == "done\n"
    assert getattr(told[0], "_max_workers", 0) == workers


def test_processes_leave_an_interruption_to_the_command(monkeypatch, clinic):
    told = []
    monkeypatch.setattr("signal.signal", lambda *what: told.append(what))
    simulate_verb._quiet()
    assert told == [(signal.SIGINT, signal.SIG_IGN)]
    monkeypatch.setattr(
        "valuechain.cli.simulate.simulate", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    done = said("simulate", clinic.path)
    assert (done.status, done.out, done.err) == (130, "", "")


def test_a_chain_comes_from_standard_input_too(clinic, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(clinic.path.read_bytes())))
    assert said("simulate", "-").out == clinic.simulate.out


# What a simulation says


def test_what_is_sure_is_said_without_doubt():
    found = vc.simulate(vc.loads(SURE))
    told = str(found)
    assert answer(told).startswith(
        "Customers 40 % (39 to 41 %, 95 % sure): below the target of 75 %. Start with a->c: worth 59 to 61 points."
    )
    assert not section(told, "What the survey cannot decide")
    assert items(told, "Weak links of which it is 95 % sure what they are")[0].startswith("a->c")
    assert "No single answer is worth more" in section(told, "Where to ask next")
    row = str(found["a->c"])
    for part in ("a->c", "39 to 41 %", "root cause", "59 to 61 points", "100 %"):
        assert part in row
    assert repr(found).startswith("<Simulation")


def test_a_target_that_is_surely_met_and_one_of_which_nobody_knows():
    met = answer(str(vc.simulate(vc.loads(SURE.replace("40%", "90%")))))
    assert "the target of 75 % is met" in met
    assert "No weak link is a root cause" in met
    assert "Start with" not in met
    open_ = answer(str(vc.simulate(vc.loads(SURE.replace("40% (6000", "76% (10")))))
    assert "do not tell whether the target of 75 % is met" in open_
    assert "there is no root cause" in open_
    assert "Start with" not in open_


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
    assert "Dependence is an assumption (0.8" in told
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
    assert "Nobody measured clerk->customer" in told
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


def test_a_customer_whose_service_nobody_measured_is_satisfied_at_most():
    text = """{valuechain: 1, teams: {a: {serves: {b: {satisfaction: 60% (100 responses)}}}, b: {serves: {c: {satisfaction: 50% (99 responses)}, d: x}}},
        customers: {c: , d: }}"""
    told = items(str(vc.simulate(vc.loads(text))), "Customers\n")
    assert "at most" in next(item for item in told if item.startswith("d:"))


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


def test_what_a_start_is_worth_is_what_fixing_it_alone_wins():
    chain = vc.loads(
        """{valuechain: 1, rule: weakest, teams: {a: {serves: {c: {satisfaction: 50%}}}, b: {serves: {c: {satisfaction: 55%}}}},
        customers: {c: }}"""
    )
    assert "Start with a->c: worth 5 points" in str(vc.diagnose(chain))
    told = answer(str(vc.simulate(chain, 100)))
    assert "Start with a->c" in told
    assert "worth 5 points" in told


def test_a_notebook_shows_the_picture_the_answer_and_the_reasons(clinic):
    html = clinic.simulation._repr_html_()
    assert html.count("<svg") == 1
    plain = flat(unescape(re.sub(r"<[^>]*>", " ", html)))
    assert answer(clinic.simulate.out.partition("\n\n")[2]) in plain
    assert "<h4>What the survey cannot decide</h4>" in html
    assert "<script" not in html
    assert HALO not in html


def test_a_notebook_shows_a_survey_as_a_table_and_a_form_as_text(clinic):
    survey = vc.read_survey(CLINIC)
    html = survey._repr_html_()
    assert "<svg" not in html
    assert html.count("<tr>") == len(survey) + 1
    assert "180 answers" in html and "180 answers" in str(survey)
    evil = vc.read_survey([{"provider": "<b>x", "customer": "c", "score": 4}])
    assert "<b>x" not in evil._repr_html_()
    assert "Doctors" in str(vc.survey_form(clinic.chain))


def test_a_notebook_leaves_out_a_picture_that_is_too_large(monkeypatch):
    monkeypatch.setattr("valuechain.drawing.notebook.MOST", 10)
    chain = organisation(1, parties=160, ratio=1.2, departments=False)
    html = vc.simulate(chain, 100)._repr_html_()
    assert "<svg" not in html
    assert "more services" in html


# Pictures of a simulation


def inks(ax):
    """Every colour of lines and areas on the paper; white and the transparent left out."""
    found = set()
    for artist in [*ax.patches, *ax.collections, *ax.lines]:
        for name in ("get_facecolor", "get_edgecolor", "get_color"):
            colours = np.atleast_1d(getattr(artist, name, list)())
            rows = (
                colours.reshape(1, -1)
                if colours.dtype.kind == "f" and colours.ndim == 1 and colours.size
                else colours
            )
            found |= {to_hex(colour) for colour in rows if mpl.colors.to_rgba(colour)[3]}
    return found


def words(ax):
    return [text.get_text() for text in ax.texts]


def interval_label(row):
    low, high = ends(row.satisfaction)
    return low if low == high else f"{low}\N{EN DASH}{high}"


def test_a_diagnosis_says_where_to_start_and_a_simulation_that_is_not_sure_does_not(clinic):
    diagnosed, simulated = vc.draw(vc.diagnose(clinic.chain)), vc.draw(clinic.simulation)
    assert not decisive(clinic.simulation)
    assert HALO in inks(diagnosed)
    assert HALO not in inks(simulated)
    assert not any("start here" in text for text in words(simulated))
    names = {text.get_text().split("\n")[0]: text.get_color() for text in simulated.texts}
    assert {names[party.name] for party in clinic.chain.parties.values()} == {
        names["Pharmacy"]
    }  # none on a filled box
    shown = flat(" ".join(words(simulated)))
    assert "Where to start is not certain" in shown
    assert "Scheduling \N{RIGHTWARDS ARROW} Doctors comes first in" in shown
    assert "->" not in shown


def test_a_simulation_that_is_sure_says_where_to_start():
    found = vc.simulate(vc.loads(SURE))
    assert decisive(found)
    assert HALO in inks(vc.draw(found))
    assert "start here: costs the customer most" in words(vc.draw(found))


@pytest.mark.parametrize("view", ["chain", "pyramid"])
def test_arrows_with_too_few_answers_bear_their_interval_and_no_blame(clinic, view):
    picture = pictured(clinic.simulation, view)
    arrows = {arrow.id: arrow for arrow in picture.sketch.arrows}
    shown = words(vc.draw(clinic.simulation, view=view))
    for row in clinic.simulation.too_few:
        assert not arrows[row.id].weak
        assert picture.colour(arrows[row.id]) == UNKNOWN
        assert arrows[row.id].label == interval_label(row)
        assert arrows[row.id].label in shown
    assert any("too few answers" in text for text in shown)
    for row in clinic.simulation:
        if row.verdict == "root cause":
            assert arrows[row.id].weak


def test_nothing_is_told_of_the_satisfaction_with_what_nobody_measured(tmp_path):
    text = "{valuechain: 1, teams: {a: {serves: {b: x}}, b: {serves: {c: {satisfaction: 60% (9 responses)}}}}, customers: {c: }}"
    vc.export(vc.simulate(vc.loads(text)), tmp_path / "x.svg")
    titles = [
        title.text
        for title in ElementTree.parse(tmp_path / "x.svg").iter("{http://www.w3.org/2000/svg}title")
    ]
    unmeasured = next(title for title in titles if title.startswith("a serves b"))
    assert "not measured" in unmeasured
    assert "satisfaction" not in unmeasured


def test_customers_bear_their_interval(clinic):
    shown = words(vc.draw(clinic.simulation))
    for party, interval in clinic.simulation.external_customers.items():
        low, high = ends(interval)
        assert f"{clinic.chain.parties[party].name}\n{low}\N{EN DASH}{high} %" in shown


def test_folded_arrows_with_too_few_answers_bear_an_interval_too(clinic):
    picture = pictured(clinic.simulation, "chain", collapse="group")
    alone = [
        arrow
        for arrow in picture.sketch.arrows
        if arrow.verdict == "too few answers" and len(arrow.services) == 1
    ]
    assert alone
    for arrow in alone:
        assert arrow.label == interval_label(clinic.simulation[arrow.services[0]])


@pytest.mark.parametrize(
    "how", [{}, {"view": "pyramid"}, {"collapse": "group"}, {"focus": "lab"}], ids=str
)
def test_every_text_of_a_simulation_is_on_the_paper_and_none_covers_another(clinic, how):
    ax = vc.draw(clinic.simulation, **how)
    FigureCanvasAgg(ax.figure).draw()
    paper = ax.figure.bbox
    found = [
        (text.get_text(), Text.get_window_extent(text))
        for text in ax.texts
        if text.get_text().strip()
    ]
    for i, (text, place) in enumerate(found):
        assert (
            paper.x0 <= place.x0
            and place.x1 <= paper.x1
            and paper.y0 <= place.y0
            and place.y1 <= paper.y1
        ), text
        for other, there in found[:i]:
            assert not place.shrunk(0.96, 0.9).overlaps(there.shrunk(0.96, 0.9)), (text, other)


def test_a_walk_shows_from_where_to_where_the_outcome_may_be(clinic):
    ax = vc.draw(clinic.simulation, view="walk")
    spans = [
        segment[:, 0]
        for artist in ax.collections
        if isinstance(artist, LineCollection)
        for segment in artist.get_segments()
    ]
    assert any(
        span == pytest.approx([100 * end for end in clinic.simulation.outcome])
        for span in spans
        if len(span) == 2
    )
    low, high = ends(clinic.simulation.outcome)
    assert f"{low} to {high} %" in words(ax)
    left, right = ax.get_xlim()
    assert left < 100 * clinic.simulation.outcome[0] and 100 * clinic.simulation.outcome[1] < right


def test_a_walk_begins_below_the_lowest_that_the_outcome_may_be():
    found = vc.simulate(vc.loads(SURE.replace("40% (6000", "70% (6")))
    assert vc.draw(found.diagnosis, view="walk").get_xlim()[0] > 100 * found.outcome[0]
    assert vc.draw(found, view="walk").get_xlim()[0] < 100 * found.outcome[0]


def test_a_walk_blames_nobody_where_it_is_not_sure(clinic):
    ax = vc.draw(clinic.simulation, view="walk")
    steps = [text.get_text() for text in ax.get_yticklabels()]
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    colour = {
        round(bar.get_y() + bar.get_height() / 2): to_hex(bar.get_facecolor()) for bar in bars
    }
    at = next(i for i, step in enumerate(steps) if "discharge letters" in step)
    assert clinic.simulation["doctors->referrer"].verdict == "too few answers"
    assert colour[at] not in BLAME


def dots(ax):
    """Place, fill and edge of every point of a map."""
    for artist in ax.collections:
        if isinstance(artist, PathCollection):
            fills, edges = artist.get_facecolors(), artist.get_edgecolors()
            for i, (x, y) in enumerate(np.asarray(artist.get_offsets())):
                fill = to_hex(fills[i % len(fills)]) if len(fills) else ""
                yield (
                    (round(float(x), 6), round(float(y), 6)),
                    fill,
                    to_hex(edges[i % len(edges)]) if len(edges) else "",
                )


def test_a_map_shows_every_interval_and_greys_what_too_few_answers_tell(clinic):
    ax = vc.draw(clinic.simulation, view="map")
    lines = [
        segment
        for artist in ax.collections
        if isinstance(artist, LineCollection)
        for segment in artist.get_segments()
    ]
    spans = {
        (round(line[0][0], 6), round(line[0][1], 6), round(line[1][1], 6))
        for line in lines
        if len(line) == 2
    }
    for row in clinic.simulation:
        importance = round(clinic.simulation.diagnosis[row.id].importance, 6)
        assert (importance, *(round(100 * end, 6) for end in row.satisfaction)) in spans
        if row.verdict == "too few answers":
            spot = importance, round(100 * clinic.simulation.diagnosis[row.id].satisfaction, 6)
            assert any(place == spot and fill == UNKNOWN for place, fill, _ in dots(ax))
    assert "95 % sure" in ax.get_xlabel()
    assert ax.get_ylim()[0] < 100 * min(row.satisfaction[0] for row in clinic.simulation)


def test_a_map_blames_nobody_where_it_is_not_sure(clinic):
    shown = list(dots(vc.draw(clinic.simulation, view="map")))
    for row in clinic.simulation.too_few:
        diagnosed = clinic.simulation.diagnosis[row.id]
        spot = round(diagnosed.importance, 6), round(100 * diagnosed.satisfaction, 6)
        assert not any(place == spot and {fill, edge} & BLAME for place, fill, edge in shown), (
            row.id
        )


def test_a_matrix_of_a_simulation_is_that_of_its_diagnosis(clinic):
    assert words(vc.draw(clinic.simulation, view="matrix")) == words(
        vc.draw(vc.diagnose(clinic.chain), view="matrix")
    )


@pytest.mark.parametrize("view", ["chain", "pyramid", "walk", "map", "matrix"])
def test_a_picture_of_a_simulation_is_drawn_on_axes_that_are_given(clinic, view):
    ax = mpl.figure.Figure(figsize=(9, 6)).add_subplot()
    assert vc.draw(clinic.simulation, ax, view) is ax


def test_other_files_of_a_simulation_say_the_same(clinic, tmp_path):
    texts = {}
    for kind in ("svg", "mmd", "dot", "graphml"):
        vc.export(clinic.simulation, tmp_path / f"x.{kind}")
        texts[kind] = (tmp_path / f"x.{kind}").read_text(encoding="utf-8")
    for row in clinic.simulation.too_few:
        for kind in ("svg", "mmd", "dot"):
            assert interval_label(row) in texts[kind]
    assert HALO not in texts["svg"]
    roots = sum(row.verdict == "root cause" for row in clinic.simulation)
    assert texts["mmd"].count("(root cause)") == roots == texts["dot"].count('class="root-cause"')
    assert texts["graphml"].count("too few answers") == len(clinic.simulation.too_few)
    titles = [
        title.text
        for title in ElementTree.fromstring(texts["svg"]).iter("{http://www.w3.org/2000/svg}title")
    ]
    letters = next(
        title for title in titles if title.startswith("Doctors serves Referring doctors")
    )
    assert "too few answers" in letters and "root cause" not in letters and "symptom" not in letters


def test_the_verb_draws_with_and_without_the_intervals(clinic, here):
    assert said("draw", clinic.path, "-o", "sure.svg", "--simulate") == types.SimpleNamespace(
        status=0, out="", err="written: sure.svg\n"
    )
    assert said("draw", clinic.path, "-o", "plain.svg").status == 0
    vc.export(clinic.simulation, "own.svg")
    files = holds(here)
    assert files["sure.svg"] == files["own.svg"]
    assert HALO.encode() in files["plain.svg"] and HALO.encode() not in files["sure.svg"]


def test_only_chains_diagnoses_and_simulations_are_drawn(clinic):
    with pytest.raises(vc.ArgumentError, match="Simulation"):
        vc.draw(clinic.simulation.services)
    with pytest.raises(vc.ArgumentError, match="scores"):
        vc.draw(vc.simulate(vc.loads(PLAIN), 100), view="map")


# A survey


def test_a_survey_is_printed_with_every_score_beside_what_it_means(here):
    table = answers(
        here / "a.csv",
        "clerk,customer,4",
        "clerk,customer,5",
        "clerk,customer,",
        "shop,customer,80%",
    )
    done = said("survey", table)
    assert (done.status, done.err) == (0, "")
    assert "3 answers about 2 services." in done.out
    assert "4.5/5" in done.out and "87.5 %" in done.out
    assert "1 of 4 rows have no score" in flat(done.out)
    assert "2 (few)" in done.out
    assert "--withhold" in done.out
    assert not {"aspect", "wave", "delivers"} & set(done.out.splitlines()[-4].split())


def test_a_survey_of_aspects_and_waves_is_printed_with_both(here):
    head = "provider,customer,score,aspect,wave"
    table = answers(
        here / "a.csv",
        "clerk,customer,4,speed,2025",
        "clerk,customer,3,warmth,2025",
        "clerk,customer,2,speed,2026",
        head=head,
    )
    done = said("survey", table, "--min-responses", 1)
    assert "2 waves (2025 and 2026)" in done.out
    assert "from its aspects" in done.out
    assert "few" not in done.out
    assert "2025" not in said("survey", table, "--wave", "2026").out


@pytest.mark.usefixtures("here")
def test_one_wave_is_printed_or_filled_in_where_it_is_asked_for(clinic):
    done = said("survey", CLINIC, "--wave", "2025")
    assert "2026" not in done.out
    assert "32.1 %" in done.out
    done = said("survey", CLINIC, "--into", clinic.path, "-o", "old.yaml", "--wave", "2025")
    assert done.status == 0
    assert "wave 2025" in done.out
    assert vc.load("old.yaml") == vc.read_survey(CLINIC).apply(clinic.empty, "2025")


def test_what_is_withheld_stands_nowhere(clinic, here):
    done = said("survey", CLINIC, "--withhold")
    survey = vc.read_survey(CLINIC)
    lines = done.out.splitlines()
    assert sum("withheld" in line for line in lines) >= len(survey.hidden) > len(survey.small)
    for row in survey.hidden:
        about = [
            line
            for line in lines
            if line.startswith(f"{row.provider} ")
            and row.delivers in line
            and f" {row.wave} " in line
        ]
        assert about and not any("/5" in line for line in about)
    blank = here / "blank.yaml"
    vc.dump(clinic.empty, blank)
    done = said("survey", CLINIC, "--into", blank, "--withhold")
    assert done.status == 0
    assert "Withheld" in done.out
    scored = {service.id for service in vc.load(blank).services.values() if service.score}
    assert len(scored) == 14 - len(survey.withheld())
    assert "doctors->lab" not in scored
    told = said("simulate", blank).out
    assert "at most" in told.split("\n\n")[1]
    assert "Nobody measured" in told


def test_out_leaves_the_file_as_it_is_and_without_it_all_else_in_it_stays(plain, here):
    before = plain.read_bytes()
    table = answers(here / "a.csv", "Front desk,customer,4", "Front desk,customer,5")
    done = said("survey", table, "--into", plain, "-o", "new.yaml")
    assert done.status == 0
    assert "valuechain simulate new.yaml" in done.out
    assert plain.read_bytes() == before
    assert vc.load("new.yaml").services["clerk->customer"].satisfaction.responses == 2
    assert said("survey", table, "--into", plain).status == 0
    assert plain.read_bytes() == (here / "new.yaml").read_bytes()


def test_the_answers_themselves_are_never_replaced(plain, here):
    table = answers(here / "a.csv", "clerk,customer,4")
    before = table.read_bytes()
    assert said("survey", table, "--into", plain, "-o", table).status != 0
    assert table.read_bytes() == before


def test_a_byte_order_mark_and_comments_stay_and_a_comment_that_cannot_is_named(plain, here):
    scored = "{delivers: advice, satisfaction: {scale: 1-5,\n value: 3, # old\n responses: 2}}"
    text = PLAIN.replace("teams:", "# who we are\nteams:").replace("{delivers: advice}", scored)
    plain.write_bytes(codecs.BOM_UTF8 + text.encode())
    done = said("survey", answers(here / "a.csv", "clerk,customer,4"), "--into", plain)
    assert done.status == 0
    assert "comments" in done.err
    after = plain.read_bytes()
    assert after.startswith(codecs.BOM_UTF8) and b"# who we are" in after and b"# old" not in after
    assert vc.load(plain).services["clerk->customer"].satisfaction.value == 0.75


@pytest.mark.usefixtures("plain")
def test_leniency_scale_and_small_groups_can_be_set(here):
    head = "provider,customer,score,respondent"
    rows = [
        "clerk,customer,7,r1",
        "clerk,customer,9,r2",
        "shop,customer,5,r1",
        "shop,customer,9,r3",
    ]
    table = answers(here / "a.csv", *rows, head=head)
    assert said("survey", table).status == 1
    plainly, kindly = (
        said("survey", table, "--scale", "0-10", *more) for more in ([], ["--leniency"])
    )
    assert plainly.status == kindly.status == 0
    assert plainly.out != kindly.out
    assert "(few)" not in said("survey", table, "--scale", "0-10", "--min-responses", 2).out


# The questions to ask


def test_the_form_asks_every_party_about_each_service_it_receives_the_most_informative_first(
    clinic,
):
    done = said("survey-form", clinic.path)
    assert (done.status, done.err) == (0, "")
    form = vc.survey_form(clinic.chain)
    assert {question.service for question in form.questions} == set(clinic.chain.services)
    assert form.questions[0].service == clinic.simulation.ask_next[0].id
    asked = re.findall(r"^To (.*):$", done.out, re.MULTILINE)
    assert len(asked) == len(form.by_party)
    assert done.out.count("?") == 14
    assert "discharge letters" in done.out.split("To ")[1]
    assert done.out.startswith("Day clinic")
    listed = json.loads(said("survey-form", clinic.path, "--format", "json").out)["questions"]
    assert [question["service"] for question in listed] == [
        question.service for question in form.questions
    ]


def test_the_form_calls_whoever_is_asked_by_name(clinic):
    done = said("survey-form", clinic.path)
    assert "To Referring doctors:" in done.out


def test_what_nobody_measured_is_asked_first_and_why():
    text = """{valuechain: 1, teams: {a: {serves: {b: x}}, b: {serves: {c: {satisfaction: 90% (500 responses)}, d: }}, e: {serves: {d: {satisfaction: 60%}}}},
        customers: {c: , d: }}"""
    form = vc.survey_form(vc.loads(text))
    first, *others = form.questions
    assert (
        first.service in ("a->b", "b->d")
        and "nobody measured" in first.why
        and "points" in first.why
    )
    assert [bool(question.why) for question in others][-2:] == [False, False]
    assert not str(form).startswith("\n")
    assert first.text.endswith("?")


def test_the_form_of_a_very_large_chain_ranks_by_importance(monkeypatch):
    monkeypatch.setattr("valuechain.analysis.solution.Solution.few", property(lambda _: False))
    form = vc.survey_form(
        vc.loads(
            "{valuechain: 1, teams: {a: {serves: {b: }}, b: {serves: {c: }}}, customers: {c: }}"
        )
    )
    assert form.questions[0].service == "b->c"


@pytest.mark.usefixtures("here")
def test_a_form_is_filled_in_and_read_back(clinic):
    done = said("survey-form", clinic.path, "-o", "form.xlsx")
    assert (done.status, done.err) == (0, "written: form.xlsx\n")
    assert f"valuechain survey form.xlsx --into {clinic.path}" in done.out
    book = openpyxl.load_workbook("form.xlsx")
    sheet = book["answers"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.max_row == 15
    assert all("?" in sheet.cell(row, heads["question"]).value for row in range(2, 16))
    first = [sheet.cell(2, heads[name]).value for name in ("provider", "customer", "delivers")]
    assert first == ["doctors", "referrer", "discharge letters"]
    for row in (2, 3):
        sheet.cell(row, heads["score"]).value = row
        sheet.cell(row, heads["respondent"]).value = "r1"
    book.save("form.xlsx")
    done = said("survey", "form.xlsx", "--into", clinic.path, "-o", "after.yaml")
    assert (done.status, done.err) == (0, "written: after.yaml\n")
    assert "12 of 14" in flat(done.out)
    after = vc.load("after.yaml").services
    assert after["doctors->referrer"].satisfaction.responses == 1
    assert after["doctors->referrer"].satisfaction.value == 0.25
    changed = [service for service in after if after[service] != clinic.chain.services[service]]
    assert len(changed) == 2


@pytest.mark.usefixtures("here")
def test_a_form_that_nobody_filled_in_is_a_problem_and_changes_nothing(clinic):
    said("survey-form", clinic.path, "-o", "form.xlsx")
    before = clinic.path.read_bytes()
    done = said("survey", "form.xlsx", "--into", clinic.path)
    assert done.status == 1
    assert "no row has a score" in done.err
    assert clinic.path.read_bytes() == before


@pytest.mark.usefixtures("here")
def test_a_form_that_is_handed_out_tells_nobody_what_others_answered(clinic):
    said("survey-form", clinic.path, "-o", "form.xlsx")
    cells = [
        str(cell.value)
        for sheet in openpyxl.load_workbook("form.xlsx")
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert not [cell for cell in cells if "answers:" in cell]


@pytest.mark.usefixtures("here")
def test_a_form_of_standard_input_names_no_file_that_is_not_there(clinic, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(clinic.path.read_bytes())))
    done = said("survey-form", "-", "-o", "form.xlsx")
    assert done.status == 0
    assert "--into -" not in done.out


# Templates, and between kinds of files


@pytest.mark.usefixtures("here")
def test_a_template_converts_at_once_and_its_answers_fill_in():
    done = said("template", "t.xlsx")
    assert (done.status, done.err) == (0, "written: t.xlsx\n")
    assert done.out.endswith("valuechain convert t.xlsx t.yaml\n")
    assert said("convert", "t.xlsx", "t.yaml").status == 0
    assert vc.load("t.yaml") == vc.read_excel("t.xlsx")
    assert said("survey", "t.xlsx", "--into", "t.yaml").status == 0
    assert vc.load("t.yaml").services["clerk->customer"].satisfaction.value == 0.75
    assert said("simulate", "t.yaml").status == 0


@pytest.mark.usefixtures("here")
def test_a_template_has_drop_downs_and_one_example():
    said("template", "t.xlsx")
    book = openpyxl.load_workbook("t.xlsx")
    assert set(book.sheetnames) == {"parties", "services", "answers"}
    chosen = {
        name: [rule.formula1 for rule in book[name].data_validations.dataValidation]
        for name in book.sheetnames
    }
    assert any("customer" in formula for formula in chosen["parties"])
    for name in ("services", "answers"):
        assert sum("parties!" in formula for formula in chosen[name]) == 2
        assert book[name].max_row == 2


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_there_and_back_is_the_same_chain(path, kind):
    assert said("convert", path, f"there.{kind}").status == 0
    done = said("convert", f"there.{kind}", "back.yml")
    assert done.status == 0
    assert vc.load("back.yml") == vc.load(path)


@pytest.mark.usefixtures("here")
def test_a_measured_chain_goes_there_and_back_with_its_answers_and_its_range(clinic):
    for kind in ("xlsx", "csv", "yaml"):
        assert said("convert", clinic.path, f"there.{kind}").status == 0
        assert said("convert", f"there.{kind}", f"back-{kind}.yaml").status == 0
        assert vc.load(f"back-{kind}.yaml") == clinic.chain


def test_two_files_of_csv_are_named_and_neither_is_replaced_unasked(plain, here):
    done = said("convert", plain, "x.csv")
    assert done.err == "written: x.parties.csv, x.services.csv\n"
    assert done.out == "2 parties, 1 service\n"
    (here / "x.parties.csv").unlink()
    before = holds(here)
    done = said("convert", plain, "x.csv")
    assert (done.status, holds(here)) == (1, before)
    assert "x.services.csv: exists already" in done.err
    assert said("convert", plain, "x.csv", "--force").status == 0
    assert vc.read_tables("x.parties.csv", "x.services.csv") == vc.load(plain)


def test_what_is_worth_a_look_is_said_when_converting(plain):
    plain.write_text(PLAIN.replace("customers:", "  lost:\ncustomers:"), encoding="utf-8")
    done = said("convert", plain, "x.xlsx")
    assert done.status == 0
    assert "lost" in done.out + done.err


# Wrong usage is a sentence, status 2; a file that is wrong is status 1; nothing is written


WRONG = [
    (["simulate", "plain.yaml", "--level", "95"], "--level"),
    (["simulate", "plain.yaml", "--level", "100%"], "level"),
    (["simulate", "plain.yaml", "--level", "sure"], "--level"),
    (["simulate", "plain.yaml", "--draws", "0"], "draws"),
    (["simulate", "plain.yaml", "--seed", "-1"], "seed"),
    (["simulate", "plain.yaml", "--jobs", "0"], "--jobs"),
    (["simulate", "plain.yaml", "--jobs", "1001"], "--jobs"),
    (["survey", "good.csv", "-o", "x.yaml"], "--into"),
    (["survey", "good.csv", "--scale", "wide"], "wide"),
    (["survey", "good.csv", "--min-responses", "0"], "min_responses"),
    (["survey", "good.csv", "--wave", "2024"], "2024"),
    (["survey", "good.csv", "--into", "plain.yaml", "--wave", "2024"], "2024"),
    (["survey", "waves.csv", "--into", "plain.yaml"], "wave"),
    (["survey-form", "plain.yaml", "-o", "x.doc"], ".xlsx"),
    (["template", "x.yaml"], ".xlsx"),
    (["template", "x"], ".xlsx"),
    (["convert", "plain.yaml", "x.txt"], ".yaml"),
    (["convert", "plain.txt", "x.yaml"], ".yaml"),
    (["convert", "plain.yaml", "x.xlsm"], ".xlsx"),
    (["draw", "plain.yaml", "-o", "x.gif"], ".svg"),
    (["draw", "plain.yaml", "-o", "x.svg", "--focus", "nobody", "--simulate"], "nobody"),
    (["draw", "plain.yaml", "-o", "x.svg", "--view", "walk", "--collapse", "group"], "walk"),
    (["draw", "plain.yaml", "-o", "x.svg", "--view", "map", "--simulate"], "scores"),
]
FILES = [
    (["simulate", "none.yaml"], "none.yaml"),
    (["simulate", "bad.yaml"], "bad.yaml"),
    (["simulate", "many.yaml"], "people"),
    (["survey-form", "bad.yaml"], "bad.yaml"),
    (["survey-form", "none.yaml", "-o", "x.xlsx"], "none.yaml"),
    (["survey-form", "plain.yaml", "-o", "good.xlsx"], "exists already"),
    (["survey-form", "plain.yaml", "-o", "no/x.xlsx"], "no/x.xlsx"),
    (["template", "good.xlsx"], "exists already"),
    (["template", "no/x.xlsx"], "no/x.xlsx"),
    (["template", "folder.xlsx"], "exists already"),
    (["convert", "none.yaml", "x.xlsx"], "none.yaml"),
    (["convert", "bad.yaml", "x.xlsx"], "bad.yaml"),
    (["convert", "plain.yaml", "good.xlsx"], "exists already"),
    (["convert", "plain.yaml", "folder.xlsx", "--force"], "folder.xlsx"),
    (["convert", "plain.yaml", "no/x.csv"], "no/x.parties.csv"),
    (["convert", "plain.yaml", "half.csv", "--force"], "half.services.csv"),
    (["convert", "none.csv", "x.yaml"], "none.parties.csv"),
    (["convert", "fake.xlsx", "x.yaml"], "fake.xlsx"),
    (["survey", "none.csv"], "none.csv"),
    (["survey", "bad.csv"], "row 2"),
    (["survey", "bad.csv", "--into", "plain.yaml"], "row 2"),
    (["survey", "unknown.csv", "--into", "plain.yaml"], "customer"),
    (["survey", "unknown.csv", "--into", "plain.yaml", "-o", "x.yaml"], "row 3"),
    (["survey", "many.csv", "--into", "few.yaml"], "people"),
    (["survey", "good.csv", "--into", "none.yaml"], "none.yaml"),
    (["survey", "good.csv", "--into", "bad.yaml"], "bad.yaml"),
    (["survey", "good.csv", "--into", "plain.yaml", "-o", "no/x.yaml"], "no/x.yaml"),
    (["survey", "good.xlsx", "--sheet", "absent"], "absent"),
    (["draw", "many.yaml", "-o", "x.svg", "--simulate"], "people"),
    (["draw", "plain.yaml", "-o", "no/x.svg", "--simulate"], "no/x.svg"),
]


@pytest.fixture
def files(here, plain):
    """One of each kind of file, good and bad."""
    answers(here / "good.csv", "clerk,customer,4")
    answers(
        here / "waves.csv",
        "clerk,customer,4,spring",
        "clerk,customer,5,summer",
        head="provider,customer,score,wave",
    )
    answers(here / "bad.csv", "clerk,customer,9")
    answers(here / "unknown.csv", "clerk,customer,4", "clerk,custmer,4")
    answers(here / "many.csv", *["clerk,customer,4"] * 4)
    (here / "few.yaml").write_text(
        plain.read_text(encoding="utf-8").replace("customer:\n", "customer: {people: 3}\n"),
        encoding="utf-8",
    )
    (here / "bad.yaml").write_text(
        PLAIN.replace("serves: {customer", "serves: {custmer"), encoding="utf-8"
    )
    many = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 60% (9 responses)}}}}, customers: {c: {people: 3}}}"
    (here / "many.yaml").write_text(many, encoding="utf-8")
    (here / "fake.xlsx").write_text("no workbook", encoding="utf-8")
    (here / "folder.xlsx").mkdir()
    (here / "half.services.csv").mkdir()
    assert said("template", "good.xlsx").status == 0
    return here


@pytest.mark.parametrize(
    ("arguments", "word", "status"),
    [(*case, 2) for case in WRONG] + [(*case, 1) for case in FILES],
    ids=str,
)
def test_what_is_wrong_is_a_sentence_and_nothing_is_written(arguments, word, status, files):
    before = holds(files), sorted(files.iterdir())
    done = said(*arguments)
    assert (done.status, done.out) == (status, "")
    assert word in done.err
    assert "Traceback" not in done.err
    assert (holds(files), sorted(files.iterdir())) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["simulate"],
        ["simulate", "x", "--draws", "many"],
        ["survey"],
        ["convert", "x"],
        ["template"],
        ["survey-form"],
        ["draw", "x"],
    ],
    ids=str,
)
def test_what_is_missing_is_wrong_usage(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_names_that_nobody_knows_are_all_told_at_once_with_suggestions(plain, here):
    table = answers(here / "a.csv", "clerk,custmer,4", "clark,customer,4")
    err = said("survey", table, "--into", plain).err
    assert "row 2" in err and "row 3" in err
    assert "customer" in err and "clerk" in err


@pytest.mark.usefixtures("here")
def test_a_workbook_or_a_pair_of_tables_is_read_by_every_verb(plain):
    as_yaml = said("diagnose", plain)
    for name in ("x.xlsx", "x.csv"):
        assert said("convert", plain, name).status == 0
        assert said("diagnose", name) == as_yaml
    assert said("check", "x.parties.csv").out.startswith("x.parties.csv: fine.")


def test_without_the_extra_the_sentence_says_what_to_install(plain, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    for arguments in (
        ["convert", plain, "x.xlsx"],
        ["template", "x.xlsx"],
        ["survey-form", plain, "-o", "x.xlsx"],
    ):
        done = said(*arguments)
        assert done.status == 1
        assert "valuechain[excel]" in done.err
        assert not Path("x.xlsx").exists()


# Files, whole or not at all


def test_none_of_several_files_is_written_where_one_cannot_be(here):
    (here / "a").write_text("old", encoding="utf-8")
    for wrong in (here / "no" / "b", here):
        with pytest.raises(OSError) as caught:  # noqa: PT011
            write_all({here / "a": "new", wrong: "new"})
        assert caught.value.filename == str(wrong)
        assert holds(here) == {"a": b"old"}


def test_nothing_is_left_behind_where_the_disk_is_full(here, monkeypatch):
    (here / "a").write_text("old", encoding="utf-8")
    full = Path("/dev/full").open("wb", buffering=0)  # noqa: SIM115  it is closed as the file that it stands for
    monkeypatch.setattr("os.fdopen", lambda handle, _: (os.close(handle), full)[1])
    with pytest.raises(OSError, match="No space") as caught:
        write_whole(here / "a", "new")
    assert caught.value.filename == str(here / "a")
    assert holds(here) == {"a": b"old"}


def test_links_are_followed_and_rights_are_kept(here):
    target, link = here / "real.yaml", here / "link.yaml"
    target.write_text(PLAIN, encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    assert said("survey", answers(here / "a.csv", "clerk,customer,4"), "--into", link).status == 0
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert vc.load(target).services["clerk->customer"].satisfaction
    (here / "dangling.yaml").symlink_to(here / "new.yaml")
    assert said("convert", target, "dangling.yaml").status == 1
    assert not (here / "new.yaml").exists()
    assert said("convert", target, "dangling.yaml", "--force").status == 0
    assert vc.load(here / "new.yaml") == vc.load(target)


def test_a_new_file_has_the_rights_of_any_other(here):
    write_whole(here / "a", b"x")
    (here / "b").write_bytes(b"x")
    assert (here / "a").stat().st_mode == (here / "b").stat().st_mode


def test_links_that_run_in_a_circle_are_a_sentence(plain, here):
    (here / "a.yaml").symlink_to(here / "b.yaml")
    (here / "b.yaml").symlink_to(here / "a.yaml")
    done = said("convert", plain, "a.yaml", "--force")
    assert done.status == 1
    assert "a.yaml" in done.err


def test_what_is_no_file_is_written_to(plain, here):
    os.mkfifo(here / "pipe.yaml")
    got = []
    reader = threading.Thread(
        target=lambda: got.append((here / "pipe.yaml").read_bytes()), daemon=True
    )
    reader.start()
    done = said("convert", plain, "pipe.yaml", "--force")
    reader.join(10)
    assert done.status == 0
    assert vc.loads(got[0].decode()) == vc.load(plain)
    assert (here / "pipe.yaml").is_fifo()


# How far it is


class Terminal(io.StringIO):
    def isatty(self):
        return True


def with_a_bar(arguments, stream, monkeypatch, step=1.0):
    clock = itertools.count(0, step)
    monkeypatch.setattr(
        "valuechain.cli.progress.time", types.SimpleNamespace(monotonic=lambda: next(clock))
    )
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(stream):
        status = main([str(argument) for argument in arguments])
    return status, out.getvalue(), stream.getvalue()


def test_a_bar_grows_on_a_terminal_and_is_gone_at_the_end(clinic, monkeypatch):
    status, out, err = with_a_bar(["simulate", clinic.path], Terminal(), monkeypatch)
    assert (status, out) == (0, clinic.simulate.out)
    *bars, blank, end = err.split("\r")[1:]
    assert bars[-1].endswith("10,000 of 10,000 draws")
    full = [bar.count("#") for bar in bars]
    assert full == sorted(full) and full[-1] == max(len(re.findall(r"[#.]", bar)) for bar in bars)
    assert not blank.strip() and len(blank) >= max(map(len, bars))
    assert end == ""


def test_no_bar_where_there_is_no_terminal_or_the_work_is_soon_done(clinic, monkeypatch):
    assert with_a_bar(["simulate", clinic.path], io.StringIO(), monkeypatch)[2] == ""
    assert with_a_bar(["simulate", clinic.path], Terminal(), monkeypatch, step=0.001)[2] == ""


def test_a_bar_is_gone_where_the_work_is_interrupted(clinic, monkeypatch):
    def interrupted(*arguments):
        arguments[-1](1, 10)
        raise KeyboardInterrupt

    monkeypatch.setattr("valuechain.cli.simulate.simulate", interrupted)
    status, out, err = with_a_bar(["simulate", clinic.path], Terminal(), monkeypatch)
    assert (status, out) == (130, "")
    assert err.endswith("\r")
    assert not err.split("\r")[-2].strip()


ASPECTS = """
valuechain: 1
teams:
  a: {serves: {b: {delivers: x, satisfaction: 50% (20 responses), aspects: {time: 2/5 (20 responses), care: 55%}}}}
  b: {serves: {c: {satisfaction: 55% (90 responses), aspects: {price: 20%}}}}
  d: {serves: {b: {quality: 90%, aspects: {time: 88%}}}}
customers:
  c:
"""


def test_a_weak_link_says_which_aspect_drags_it():
    chain = vc.loads(ASPECTS)
    told = " ".join(str(vc.diagnose(chain)).split())
    assert "lowest in time (2/5 (20 responses)). It costs" in told
    assert "lowest in price (20%)" in told
    assert "88%" not in told
    assert "Lowest in time (2/5 (20 responses))." in " ".join(str(vc.simulate(chain, 500)).split())


def test_a_form_asks_about_the_known_aspects_too():
    form = vc.survey_form(vc.loads(ASPECTS))
    asked = [(question.service, question.aspect) for question in form.questions]
    assert asked.index(("a->b", "time")) > asked.index(("a->b", ""))
    assert "... and with its care?" in str(form)


def test_where_there_is_mostly_no_root_cause_that_is_said_first():
    text = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 85% (30 responses)}}}}, customers: {c: }}"
    told = " ".join(str(vc.simulate(vc.loads(text))).split())
    assert re.search(
        r"In 9\d % of the draws no weak link is a root cause; where there is one, it is mostly a->c",
        told,
    )


def test_names_are_told_together_with_all_else(tmp_path, capsys):
    (tmp_path / "chain.yaml").write_text(ASPECTS)
    (tmp_path / "a.csv").write_text("provider,customer,score\na,b,9\naa,b,3\n,b,3\n")
    assert main(["survey", str(tmp_path / "a.csv"), "--into", str(tmp_path / "chain.yaml")]) == 1
    said = capsys.readouterr().err
    for words in ("9 is outside the scale 1-5", "the chain has no party 'aa'", "no provider"):
        assert said.count(words) == 1


def test_fewer_answers_than_before_are_told(tmp_path, capsys):
    (tmp_path / "chain.yaml").write_text(ASPECTS)
    (tmp_path / "a.csv").write_text("provider,customer,score\n" + "a,b,4\n" * 6)
    assert main(["survey", str(tmp_path / "a.csv"), "--into", str(tmp_path / "chain.yaml")]) == 0
    assert "Replaced by fewer answers: a->b (20 before, 6 now)" in capsys.readouterr().out
