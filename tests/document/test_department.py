"""Tests of `document.department`: what it gets, gives and should do, without the others' numbers."""

import dataclasses
import html
import re

import pytest

import valuechain as vc
from chains import EXAMPLES
from helpers.drawn import FLOWER, of_teams
from valuechain.cli.main import main
from valuechain.document.contents import document
from valuechain.document.department import sheet_of
from valuechain.document.markdown import markdown
from valuechain.document.page import page
from valuechain.document.word import word
from valuechain.reports.words import bare_points, points

HOSPITAL = next(path for path in EXAMPLES if path.stem == "hospital")


@pytest.fixture(scope="module")
def sheet():
    return sheet_of(document(vc.load(HOSPITAL)), "patient FLOW ")


def names(rows, diagnosis, end):
    return {diagnosis.chain.parties[getattr(row, end)].name for row in rows}


def test_it_tells_what_it_gets_gives_and_should_do(sheet):
    diagnosis = sheet.diagnosis
    ours = {p.id for p in diagnosis.chain.parties.values() if p.group == "Patient flow"}
    gets, gives, does, speak = (chapter.report for chapter in sheet.chapters)
    got = [row for row in diagnosis if row.customer in ours and row.provider not in ours]
    given = [row for row in diagnosis if row.provider in ours]
    assert {row[0] for row in gets.table.rows} == names(got, diagnosis, "provider")
    assert {row[0] for row in gives.table.rows} == names(given, diagnosis, "customer")
    steps = [step for step in diagnosis.steps if step.provider in ours and step.gain > 0]
    assert len(does.table.rows) == len(steps)
    assert speak.sections[0].items[0].startswith("About what we get: Ward physicians")
    lacking = diagnosis.by("group")["Patient flow"]
    assert f"the customers lack {points(lacking)}" in sheet.answer


def test_nothing_of_the_others_is_in_it(sheet):
    """Scores of services that neither reach the department nor come from it."""
    chain = sheet.diagnosis.chain
    ours = {party.id for party in chain.parties.values() if party.group == "Patient flow"}
    foreign = {
        chain.parties[service.provider].name
        for service in chain.services.values()
        if not {service.provider, service.customer} & ours
    } - {
        chain.parties[end].name
        for service in chain.services.values()
        if {service.provider, service.customer} & ours
        for end in (service.provider, service.customer)
    }
    assert foreign
    text = page(sheet)
    said = html.unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL))
    assert "<script" not in text
    assert text.count("<main>") == text.count("</main>") == 1
    assert "<svg" not in text
    for name in foreign:
        assert not re.search(rf"\b{re.escape(name)}\b", said)
        assert name not in markdown(sheet)
    assert len(word(sheet)) < len(word(document(vc.load(FLOWER))))


def test_a_department_that_is_fine_and_one_that_nobody_measured():
    chain = vc.loads("""
    valuechain: 1
    teams:
      a: {group: fine, serves: {b: {satisfaction: 95%}}}
      b: {group: dark, serves: {c: x}}
    customers:
      c:
    """)
    fine = sheet_of(document(chain), "fine")
    assert fine.chapters[-1].report.sections[0].items == ("Nobody in particular.",)
    assert fine.chapters[2].report.table.rest == "nothing"
    assert "can be won" not in fine.answer
    dark = sheet_of(document(chain), "dark")
    assert dark.chapters[-1].report.sections[0].items == (
        "Nobody was asked about 1 of the 2 services that we get or give.",
    )
    assert dark.answer == (
        "What the customers lack through dark is not known: nobody was asked about what it gives."
    )
    assert dark.chapters[1].report.table.rows[0][2] == "?"


@pytest.mark.parametrize(
    ("gives", "answer", "asked"),
    [
        (
            "{b: x}",
            "What the customers lack through G is not known: nobody was asked about what it gives.",
            "Nobody was asked about the only service that we get or give.",
        ),
        (
            "{b: x, d: y}",
            "What the customers lack through G is not known: nobody was asked about what it gives.",
            "Nobody was asked about any service that we get or give.",
        ),
        (
            "{b: x, d: {satisfaction: 90%}}",
            "Through what G does by itself the customers lack 10 points, as far as is known.",
            "Nobody was asked about 1 of the 2 services that we get or give.",
        ),
        (
            "{d: {satisfaction: 90%}}",
            "Through what G does by itself the customers lack 10 points.",
            "Nobody in particular.",
        ),
    ],
)
def test_what_nobody_knows_is_not_nothing(gives, answer, asked):
    chain = vc.loads(f"""
    valuechain: 1
    teams:
      a: {{group: G, serves: {gives}}}
      b: {{group: H, serves: {{c: y}}}}
    customers: {{c: , d: }}
    """)
    sheet = sheet_of(document(chain), "G")
    assert sheet.answer == answer
    assert sheet.chapters[-1].report.sections[0].items == (asked,)


def test_departments_that_differ_in_capitals_are_two_and_segments_are_none():
    chain = vc.loads("""
    valuechain: 1
    teams:
      a: {group: Sales, serves: {b: {satisfaction: 55%}}}
      b: {group: sales, serves: {c: {satisfaction: 66%}}}
    customers:
      c: {group: Segment}
    """)
    whole = document(chain)
    assert sheet_of(whole, "sales").chapters[1].report.table.rows[0][0] == "c"
    assert sheet_of(whole, " Sales ").chapters[1].report.table.rows[0][0] == "b"
    for name in ("SALES", "Segment"):
        with pytest.raises(vc.UnknownNameError, match="department"):
            sheet_of(whole, name)
    empty = sheet_of(whole, "Sales")
    assert "## What we get\n\nnothing" in markdown(empty)
    assert "<h2>What we get</h2>\n<p>nothing</p>" in page(empty)


def test_what_cannot_be_a_sheet(tmp_path, capsys):
    with pytest.raises(vc.UnknownNameError, match="did you mean 'Medicine'"):
        sheet_of(document(vc.load(HOSPITAL)), "Medicin")
    with pytest.raises(vc.UnknownNameError):
        sheet_of(document(vc.load(HOSPITAL)), 3)
    words = ["report", str(HOSPITAL), "--for", "Medicine"]
    assert main([*words, "-o", str(tmp_path / "m.xlsx")]) == 2
    assert "holds everybody's numbers" in capsys.readouterr().err
    assert main([*words, "-o", str(tmp_path / "m.md")]) == 0
    assert (tmp_path / "m.md").read_text(encoding="utf-8").startswith("# Medicine: Hospital")


def does(text, name):
    (chapter,) = [
        each for each in sheet_of(document(vc.loads(text)), name).chapters if each.anchor == "does"
    ]
    return chapter.report


def test_its_steps_are_of_the_kind_that_the_advice_speaks_of():
    chain = of_teams()
    parties = [
        dataclasses.replace(p, group="G" if p.id == "t0" else "") for p in chain.parties.values()
    ]
    diagnosis = vc.diagnose(dataclasses.replace(chain, parties=parties))
    assert diagnosis.advice.kind == "teams"
    sheet = sheet_of(document(diagnosis), "G")
    (chapter,) = [each for each in sheet.chapters if each.anchor == "does"]
    assert chapter.report.table.rows == (("t0", bare_points(diagnosis.teams[0].gain)),)


TIED = """
valuechain: 1
teams:
  a: {group: G, serves: {c: {delivers: x, satisfaction: 50%, critical: true}}}
  b: {group: H, serves: {c: {delivers: y, satisfaction: 50%, critical: true}}}
customers: {c: }
"""


def test_what_is_to_be_fixed_together_is_told_without_the_others():
    report = does(TIED, "G")
    assert report.answer == (
        "Fix a -> c (x) together with what others give: alone it wins little or nothing."
    )
    assert (report.table.rows, report.table.rest) == ((), "")
    whole = does(TIED.replace("group: H", "group: G"), "G")
    assert (whole.answer, whole.table.rows) == ("", (("G", "40"),))
    assert does(TIED.replace("y, satisfaction: 50%", "y, satisfaction: 95%"), "H").answer == ""


def test_a_step_that_hangs_on_what_nobody_measured_is_marked():
    report = does(
        "{valuechain: 1, suppliers: {v: {serves: {a: x}}}, "
        "teams: {a: {group: G, serves: {c: {satisfaction: 40%}}}}, customers: {c: }}",
        "G",
    )
    assert [row[0] for row in report.table.rows] == ["a \u2192 c (ask first)"]


def test_a_segment_of_customers_is_no_department_of_the_same_name():
    text = """
    valuechain: 1
    teams:
      shop: {group: Retail, serves: {k: {satisfaction: 60%}}}
      web: {group: Online, serves: {k: {satisfaction: 40%}}}
    customers: {k: {group: Retail}}
    """
    gets, gives, *_ = sheet_of(document(vc.loads(text)), "Retail").chapters
    assert gets.report.table.rows == ()
    assert [row[0] for row in gives.report.table.rows] == ["k"]
    assert "web" not in markdown(sheet_of(document(vc.loads(text)), "Retail"))


def test_an_expert_s_quality_is_no_score_of_a_customer():
    text = "{valuechain: 1, teams: {a: {group: G, serves: {c: {quality: 60%}}}}, customers: {c: }}"
    _, gives, *_ = sheet_of(document(vc.loads(text)), "G").chapters
    assert gives.report.table.rows[0][2] == "60 % as modelled"
