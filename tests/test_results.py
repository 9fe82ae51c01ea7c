"""What every result has in common: rows of plain data, equality, printing, tables, pickling."""

import dataclasses
import json
import pickle
import random
import re
import subprocess
import sys
from html import escape
from types import NoneType

import jsonschema
import numpy as np
import pandas
import pytest

import valuechain as vc
from chains import random_chain
from helpers.decisions import BOTTLENECKS
from helpers.dragging import CLINIC
from valuechain import Scenario, results
from valuechain.cli.main import main
from valuechain.files.schema import schema_text

PLAIN = (str, int, float, bool, NoneType)


TEXT = """
valuechain: 1
title: A shop with a title that is far too long to stand in any repr of anything
scenarios:
  new form: {clerk->designer: 90%}
teams:
  clerk:
    serves:
      designer:
        satisfaction: 60% (20 responses)
        improve: [{action: checklist, cost: 100, quality: 80%}]
  designer: {serves: {customer: {satisfaction: 65% (40 responses)}}}
  vendor: {serves: {clerk: software}}
customers:
  customer:
"""


COUNTED = TEXT.replace("65% (40 responses)", "{units: 40, on_time: 26}")


TIMED = COUNTED.replace("serves: {clerk: software}", "serves: {clerk: {takes: 1..2 h}}")


PAYING = TEXT.replace("customers:\n  customer:", "customers: {customer: {revenue: 9, loyalty: 1%}}")


CHAIN = vc.loads(TEXT)


LATER = vc.loads(TEXT.replace("65%", "75%"))


ANSWERS = [{"provider": "clerk", "customer": "designer", "score": mark} for mark in (3, 4, 5)]


ASKED = {
    "diagnosis": lambda: vc.diagnose(CHAIN),
    "aspects": lambda: vc.aspects(vc.loads(CLINIC)),
    "what_if": lambda: vc.what_if(CHAIN, {"clerk->designer": 0.9}),
    "side_by_side": lambda: vc.side_by_side(CHAIN),
    "simulation": lambda: vc.simulate(CHAIN, draws=200),
    "robustness": lambda: vc.robustness(CHAIN),
    "plan": lambda: vc.plan(CHAIN, 100),
    "structure": lambda: vc.structure(CHAIN),
    "portfolio": lambda: vc.portfolio([CHAIN, LATER, "no such file.yaml"], draws=50),
    "money": lambda: vc.money(vc.loads(PAYING)),
    "feedback": lambda: vc.feedback(CHAIN),
    "timing": lambda: vc.timing(vc.loads(TIMED)),
    "defects": lambda: vc.defects(vc.loads(COUNTED)),
    "frontier": lambda: vc.frontier(CHAIN),
    "dependence_estimate": lambda: vc.estimate_dependence(CHAIN),
    "promises": lambda: vc.promises(CHAIN),
    "comparison": lambda: vc.compare(CHAIN, LATER),
    "survey_form": lambda: vc.survey_form(CHAIN),
    "survey": lambda: vc.read_survey(ANSWERS),
}


@pytest.fixture(params=ASKED, scope="module")
def made(request):
    return request.param, ASKED[request.param]


def is_plain(value):
    if isinstance(value, dict):
        return all(map(is_plain, value.values()))
    if isinstance(value, tuple | list):
        return all(map(is_plain, value))
    return isinstance(value, PLAIN)


def test_every_kind_of_result_is_tried_here():
    def kinds(kind):
        return {kind, *(more for each in kind.__subclasses__() for more in kinds(each))}

    for make in ASKED.values():
        assert isinstance(make(), results.Result)
    assert {type(make()) for make in ASKED.values()} == kinds(results.Result) - {results.Result}


def test_a_result_is_equal_to_the_same_answer_and_survives_pickling(made):
    _, make = made
    one, two = make(), make()
    again = pickle.loads(pickle.dumps(one))
    assert one == two == again
    assert hash(one) == hash(two) == hash(again)
    assert one != vc.diagnose(LATER)
    assert one != "a result"
    assert str(again) == str(one)


def test_a_repr_is_short_and_says_what_it_is(made):
    _, make = made
    text = repr(make())
    assert text.startswith(f"<{type(make()).__name__} ")
    assert len(text) < 160


def test_rows_are_plain_data(made):
    kind, make = made
    found = make()
    assert len(found.rows) >= 1
    if kind == "survey":  # its rows hold the scores themselves
        return
    for row in found.rows:
        assert is_plain(dataclasses.asdict(row))
    assert len(pandas.DataFrame(found.rows)) == len(found.rows)


def schema_of(kind):
    schema = json.loads(schema_text("results-1"))
    assert kind in schema["definitions"], f"add {kind!r} to src/valuechain/schema/results-1.json"
    return {"definitions": schema["definitions"], "$ref": f"#/definitions/{kind}"}


def test_data_is_versioned_json_that_fits_its_schema(made):
    kind, make = made
    told = make().to_dict()
    assert told["format"] == f"valuechain.{kind}/1"
    assert json.loads(json.dumps(told)) == told
    jsonschema.validate(told, schema_of(kind))
    with pytest.raises(jsonschema.ValidationError, match="surprise"):
        jsonschema.validate(told | {"surprise": 1}, schema_of(kind))


@pytest.mark.parametrize(
    "text", [TEXT, "{valuechain: 1, customers: {c: }, teams: {a: {serves: {c: }}}}"]
)
def test_what_the_verbs_answer_as_json_fits_its_schema(text, tmp_path, capsys):
    path = tmp_path / "chain.yaml"
    path.write_text(text, encoding="utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text("valuechain: 1", encoding="utf-8")
    service = next(iter(vc.load(path).services))
    for arguments in (
        ["diagnose", str(path)],
        ["diagnose", str(broken)],
        ["simulate", str(path)],
        ["robustness", str(path)],
        ["explain", str(path), service],
        ["check", str(path)],
        ["check", str(path), str(broken), str(tmp_path / "none.yaml")],
    ):
        status = main([*arguments, "--format", "json"])
        told = json.loads(capsys.readouterr().out)
        assert status == int(str(broken) in arguments)
        jsonschema.validate(told, schema_of(told["format"].split(".")[1].partition("/")[0]))


def test_positions_and_slices(made):
    kind, make = made
    found = make()
    if kind == "side_by_side":  # it is read like a mapping
        assert list(found) == ["new form"]
        return
    assert found[0] == next(iter(found))
    assert list(found[:1]) == [found[0]]
    with pytest.raises(IndexError):
        found[10**6]


def test_a_result_that_was_only_unpickled_prints_and_shows_as_before(made, tmp_path):
    """In a process that imported nothing of the library."""
    _, make = made
    found = make()
    path = tmp_path / "found.pickle"
    path.write_bytes(pickle.dumps(found))
    script = (
        "import pickle, sys; found = pickle.load(open(sys.argv[1], 'rb'));"
        "print(found); print(found._repr_html_()[:5])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, path], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{found}\n<div>\n"


def test_large_chains_have_rows_without_what_takes_long(monkeypatch):
    chain = random_chain(random.Random(4), parties=6, services=12, rule="mean", critical=0)
    few = vc.diagnose(chain)
    monkeypatch.setattr("valuechain.analysis.changes.FREELY", 3)
    many = vc.diagnose(chain)
    assert [row.loss_if_failed for row in many.rows] == [None] * 12
    assert [row.gain for row in many.rows] == [row.gain for row in few.rows]
    assert [row.loss_if_failed for row in many] == pytest.approx(
        [row.loss_if_failed for row in few]
    )


def test_a_row_alone_is_plain_once_it_is_pickled():
    row = vc.diagnose(CHAIN)["clerk->designer"]
    again = pickle.loads(pickle.dumps(row))
    assert again == row
    assert dataclasses.asdict(again) == dataclasses.asdict(row)
    with pytest.raises(AttributeError, match="no 'worth'"):
        _ = row.worth


def test_at_most_forty_names_are_listed_and_each_is_there():
    names = dir(vc)
    assert len(names) <= 40
    assert sorted(names) == sorted(vc.__all__)
    assert all(getattr(vc, name) is not None for name in names)
    for name in ("Action", "Scenario", "Explanation", "PrecisionWarning", "ServiceDiagnosis"):
        assert name not in names
        assert getattr(vc, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = vc.Nothing


def test_where_nobody_who_counts_is_served_nothing_is_covered():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 60%}}}}, "
        "customers: {c: {share: 0}, d: {share: 1}}}"
    )
    assert vc.diagnose(chain).coverage == 0.0
    assert "outcome unknown" in repr(vc.simulate(chain, draws=50))


def test_what_was_not_proven_says_so():
    plan = dataclasses.replace(vc.plan(CHAIN, 100), exact=False, bound=None)
    assert "it is not proven best." in " ".join(str(plan).split())
    frontier = dataclasses.replace(vc.frontier(CHAIN), exact=False)
    assert "better ones may lie between the steps" in " ".join(str(frontier).split())


def test_a_first_that_holds_nowhere_is_first_only_just():
    found = vc.robustness(CHAIN)
    spans = tuple(dataclasses.replace(span, steps=()) for span in found.first)
    assert "is first, but only just" in str(dataclasses.replace(found, first=spans))


def test_a_notebook_shows_a_row_as_its_sentence():
    row = vc.diagnose(CHAIN)[0]
    assert escape(str(row)) in row._repr_html_()


@pytest.mark.parametrize("function", [vc.side_by_side, vc.frontier, vc.robustness, vc.promises])
def test_tables_need_pandas(function, monkeypatch):
    chain = dataclasses.replace(BOTTLENECKS, scenarios=[Scenario("x", (("left->middle", 1.0),))])
    found = function(chain)
    monkeypatch.setitem(sys.modules, "pandas", None)
    for value in (found, vc.plan(chain, 20), vc.compare(chain, chain)):
        with pytest.raises(vc.MissingExtraError, match=r"valuechain\[pandas\]"):
            value.to_pandas()


def test_positions_may_be_numbers_of_numpy():
    found = vc.diagnose(CHAIN)
    assert found[np.int64(0)] is found[0]
    assert vc.frontier(CHAIN)[np.int64(0)] == vc.frontier(CHAIN)[0]


ROWS = [{"provider": "clerk", "customer": "designer", "score": "4/5"}]
SURVEY = vc.read_survey(ROWS)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (lambda: vc.frontier(CHAIN)["x"], "a step is found by its position, not by 'x'"),
        (lambda: SURVEY["x"], "a row is found by its position, not by 'x'"),
        (lambda: SURVEY[None], "a row is found by its position, not by None"),
        (lambda: vc.survey_form(CHAIN)["x"], "a question is found by its position, not by 'x'"),
        (lambda: SURVEY.remarks(None), "a survey is of a ValueChain, not of NoneType"),
        (lambda: SURVEY.apply("x"), "a survey is of a ValueChain, not of str"),
        (lambda: SURVEY.response_rates(None), "a survey is of a ValueChain, not of NoneType"),
        (lambda: SURVEY.per_wave(None, [""]), "a survey is of a ValueChain, not of NoneType"),
        (lambda: SURVEY.pairs("x", "", ""), "a survey is of a ValueChain, not of str"),
        (lambda: SURVEY.per_wave([], []), "a survey is of a ValueChain, not of list"),
        (lambda: SURVEY.per_wave(CHAIN, None), "waves are names such as ['2025', '2026'], not"),
        (lambda: vc.read_survey(ROWS, chain="x"), "a survey is of a ValueChain, not of str"),
        (lambda: vc.diagnose(CHAIN).together(None), "service_ids are ids of services, not None"),
        (lambda: vc.robustness(CHAIN).dependence("x"), "x='x': a number from 0 to 2"),
        (lambda: vc.robustness(CHAIN).dependence(None), "x=None: a number from 0 to 2"),
        (lambda: vc.robustness(CHAIN).dependence(True), "x=True: a number from 0 to 2"),
        (lambda: vc.robustness(CHAIN).dependence(float("nan")), "x=nan: a number from 0 to 2"),
        (lambda: vc.robustness(CHAIN).dependence(10**400), "a number from 0 to 2"),
        (lambda: vc.robustness(CHAIN).dependence(-0.5), "x=-0.5: a number from 0 to 2"),
        (
            lambda: vc.write_report(CHAIN, "z.pptx", template=5),
            "template is the name of a file, not 5",
        ),
        (
            lambda: vc.write_report(CHAIN, "z.pptx", template=b"5"),
            "template is the name of a file, not b'5'",
        ),
        (lambda: vc.diagnose(CHAIN, customer=3), "customer is an id or a name, not 3"),
        (lambda: vc.diagnose(CHAIN, customer=[]), "customer is an id or a name, not []"),
        (lambda: vc.compare(CHAIN, CHAIN, None), "pairs are what Survey.pairs gives"),
        (lambda: vc.compare(CHAIN, CHAIN, {"clerk->designer": 1}), "by service, not {'clerk"),
        (lambda: vc.survey_form(vc.what_if(CHAIN, {})), "survey_form takes what was observed"),
    ],
)
def test_what_cannot_be_asked_is_told(asked, words):
    with pytest.raises(vc.ArgumentError, match=re.escape(words)):
        asked()


@pytest.mark.parametrize("name", ["nope", None, [], 3])
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (lambda name: vc.diagnose(CHAIN).was_asked(name), "no service"),
        (lambda name: vc.what_if(CHAIN, {}).was_asked(name), "no service"),
        (lambda name: vc.diagnose(CHAIN).together([name]), "no service"),
        (lambda name: vc.side_by_side(CHAIN, {"x": {}}).outcome(name), "no scenario"),
        (lambda name: vc.side_by_side(CHAIN, {"x": {}})[name], "no scenario"),
        (vc.example, "no example"),
    ],
)
def test_a_name_that_is_none_is_told(asked, words, name):
    with pytest.raises(vc.UnknownNameError, match=words):
        asked(name)


def test_what_is_found_by_its_position_is_found_as_in_a_list():
    for found in (SURVEY, vc.survey_form(CHAIN), vc.frontier(CHAIN)):
        assert found[0] is found[-len(list(found))]
        assert found[:1] == (found[0],)
        with pytest.raises(IndexError):
            found[10**6]
    assert vc.robustness(CHAIN).dependence(np.float32(0.5)) == 0.5 * vc.robustness(CHAIN).common
