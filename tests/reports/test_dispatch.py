"""Every question has a report, and says the same number wherever it says it."""

import csv
import importlib
import io
import json
import pkgutil
import re

import pytest

import valuechain as vc
from chains import EXAMPLES
from valuechain import formats
from valuechain.questions.robustness import RobustService
from valuechain.reports import survey as survey_report
from valuechain.reports.dispatch import answer_of, report_of, sentence_of, words_for
from valuechain.results import Result, Shown


def kinds(base):
    """Every class of the package that extends one, at whatever distance."""
    for module in pkgutil.walk_packages(vc.__path__, "valuechain."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    def below(kind):
        return {kind, *(more for each in kind.__subclasses__() for more in below(each))}

    inside = {kind for kind in below(base) if kind.__module__.startswith("valuechain.")}
    return sorted(inside - {Shown, Result}, key=lambda kind: kind.__name__)


RESULTS = kinds(Result)
ROWS = [kind for kind in kinds(Shown) if not issubclass(kind, Result)]


def test_the_walk_finds_questions_and_rows():
    assert {"Diagnosis", "WhatIf", "Plan", "Survey", "SurveyForm"} <= {k.__name__ for k in RESULTS}
    assert {"ServiceDiagnosis", "Explanation", "ValueChain"} <= {kind.__name__ for kind in ROWS}


@pytest.mark.parametrize("kind", RESULTS)
def test_every_question_has_a_report_of_its_name(kind):
    words = words_for(kind)
    assert words.__name__.rpartition(".")[2] == kind.__module__.rpartition(".")[2]
    assert callable(words.report)
    assert callable(words.answer)


@pytest.mark.parametrize("kind", ROWS)
def test_every_row_has_a_sentence(kind):
    assert callable(words_for(kind).sentence)


def test_what_has_no_words_is_told():
    class Odd(Shown):
        """Of no module here."""

    class OddRow(RobustService):
        """Extends what has words."""

    with pytest.raises(LookupError, match="no report tells of a Odd"):
        sentence_of(Odd())
    Odd.__module__ = "valuechain.questions.nothing"
    with pytest.raises(LookupError, match="no report tells of a Odd"):
        sentence_of(Odd())
    assert words_for(OddRow) is words_for(RobustService)


def test_a_report_knows_what_it_is_of_and_begins_with_the_answer():
    diagnosis = vc.diagnose(vc.load(EXAMPLES[1]))
    report = report_of(diagnosis)
    assert report.result is diagnosis
    assert report.answer == answer_of(diagnosis) == sentence_of(diagnosis)
    assert " ".join(report.answer.split()) in " ".join(str(diagnosis).split())


def test_what_to_answer_is_the_answer_of_a_form():
    form = vc.survey_form(vc.load(EXAMPLES[1]))
    assert sentence_of(form) == report_of(form).answer
    assert "from 1" in sentence_of(form)


def test_how_many_answered_is_the_answer_of_a_survey():
    answers = [{"provider": "a", "customer": "b", "score": mark} for mark in (3, 4, 5)]
    survey = vc.read_survey(answers)
    assert sentence_of(survey) == "3 answers about 1 service."
    assert report_of(survey).answer == survey_report.report(survey, withhold=True).answer


# The same number everywhere: in the sentence, the table, the rows and the data.


def start_of(path):
    """The diagnosis of an example that names one link to start with."""
    diagnosis = vc.diagnose(vc.load(path))
    found = re.search(
        r"Start with (.+?)(?: \(.*?\))?: worth ([\d.]+) points?\.", answer_of(diagnosis)
    )
    return diagnosis, found


STARTS = [path for path in EXAMPLES if start_of(path)[1]]


def test_examples_say_where_to_start():
    assert len(STARTS) >= 3


@pytest.mark.parametrize("path", STARTS, ids=lambda path: path.stem)
def test_what_the_answer_says_is_worth_stands_in_the_table_the_rows_and_the_data(path):
    diagnosis, found = start_of(path)
    link, worth = found.groups()
    report = report_of(diagnosis)
    row = report.table.rows[0]
    assert row[0].removesuffix(" (ask first)") == link
    assert row[report.table.heads.index("wins")] == worth
    data = json.loads(formats.rendered(report, "json", 96))
    first = data["steps"][0]
    assert data["advice"]["first"] == [f"{first['provider']}->{first['customer']}"]
    lines = csv.DictReader(io.StringIO(formats.rendered(report, "csv", 96)))
    wins = {line["id"]: float(line["gain"]) for line in lines}
    if not any(service.critical for service in diagnosis.chain.services.values()):
        assert sum(wins[service] for service in first["services"]) == pytest.approx(first["gain"])
    # One decimal below 10 points, none above: half a unit of the last one that is said.
    near = 0.5 if float(worth) >= 10 else 0.05
    assert 100 * first["gain"] == pytest.approx(float(worth), abs=near * 1.000001)
    fixed = vc.what_if(diagnosis, dict.fromkeys(first["services"], "reachable"))
    assert first["gain"] == pytest.approx(fixed.change, abs=1e-9)


def test_what_a_plan_costs_and_wins_is_the_same_everywhere():
    plan = vc.plan(vc.load(next(path for path in EXAMPLES if path.stem == "flower_shop")), 2000)
    report = report_of(plan)
    cost = re.match(r"For ([\d,.]+) of 2,000: ", report.answer)[1].replace(",", "")
    costs = [row[report.table.heads.index("cost")] for row in report.table.rows]
    assert float(cost) == sum(float(each.replace(",", "")) for each in costs) == plan.cost
    data = json.loads(formats.rendered(report, "json", 96))
    assert data["cost"] == plan.cost
    records, _ = plan.table()
    assert sum(record["cost"] for record in records) == plan.cost
    won = re.search(r"\(\+([\d.]+) points\)", report.answer)[1]
    assert float(won) == pytest.approx(100 * data["gain"], abs=0.5)
