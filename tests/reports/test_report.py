"""What reports are made of, and what they say where an answer is rare."""

import dataclasses

import pytest

import valuechain as vc
from valuechain.reports.dispatch import report_of
from valuechain.reports.report import NO_TABLE, Report, Section, Table, section_of, table_of

TEXT = """
valuechain: 1
teams:
  clerk:
    serves:
      designer:
        satisfaction: 60%
        improve: [{action: form, cost: 100, quality: 80%}, {action: desk, cost: 900, quality: 99%}]
  designer: {serves: {customer: {satisfaction: 65%}}}
customers:
  customer:
"""
CHAIN = vc.loads(TEXT)


def how_found(result):
    (section,) = (
        each for each in report_of(result).sections if each.heading.startswith("How this")
    )
    return section.introduction


def test_a_report_leaves_out_what_has_nothing_to_say():
    said = Section("Loops", "None.")
    assert Report.of("", "Yes.", [None, said, None], NO_TABLE).sections == (said,)


@pytest.mark.parametrize(
    ("number", "items"),
    [(1, ("0.",)), (3, ("0.", "1.", "2.")), (5, ("0.", "1.", "2.", "and 2 more"))],
)
def test_a_section_names_the_first_and_counts_the_others(number, items):
    section = section_of("Numbers", range(number), "{}.".format, "All:", most=3)
    assert section == Section("Numbers", "All:", items)


def test_a_section_without_things_says_nothing():
    assert section_of("Numbers", (), str) is None


@pytest.mark.parametrize(
    ("number", "rest"), [(0, ""), (25, ""), (26, "and 1 more numbers"), (40, "and 15 more numbers")]
)
def test_a_table_counts_what_it_leaves_out(number, rest):
    table = table_of(("n",), range(number), lambda n: (str(n),), "numbers")
    assert table.rest == rest
    assert table.rows == tuple((str(n),) for n in range(min(number, 25)))


@pytest.mark.parametrize(
    ("cells", "numeric"),
    [
        (("12", "-3.5", "1,200"), True),
        (("60 %", "?", ""), True),
        (("53-66", "7"), True),
        (("12", "a1"), False),
        (("yes",), False),
    ],
)
def test_columns_of_numbers(cells, numeric):
    assert Table(("n",), tuple((cell,) for cell in cells)).numeric == [numeric]


def test_only_results_and_chains_show_more_than_a_sentence_in_a_notebook():
    diagnosis = vc.diagnose(CHAIN)
    assert diagnosis["clerk->designer"]._repr_html_().count("<p>") == 1
    assert diagnosis._repr_html_().startswith("<div>")
    assert "<table>" not in CHAIN._repr_html_()


def test_what_was_not_proven_best_is_not_said_to_be():
    frontier = vc.frontier(CHAIN)
    assert "was looked at: no better plan lies between the steps." in how_found(frontier)
    rushed = dataclasses.replace(frontier, exact=False)
    assert how_found(rushed).startswith("The best plans found in time; better ones may lie between")
    solved = dataclasses.replace(frontier, method="a mixed-integer linear programme")
    assert how_found(solved).startswith("Every step was proven by a mixed-integer linear programme")


def test_a_bound_is_said_where_it_is_known():
    plan = dataclasses.replace(vc.plan(CHAIN, 1000), exact=False, bound=0.9123)
    assert "not proven best. No plan can bring the customers above 91.23 %. More time" in how_found(
        plan
    )
    unknown = dataclasses.replace(plan, bound=None)
    assert "not proven best. More time" in how_found(unknown)


def test_a_first_place_that_no_span_holds_is_one_only_just():
    found = vc.robustness(CHAIN)
    narrow = [dataclasses.replace(span, low=1.2) for span in found.first]
    answer = report_of(dataclasses.replace(found, first=tuple(narrow))).answer
    assert answer.startswith(
        "Start with clerk -> designer: it is first, but only just, and under the rule 'weakest'"
    )
