"""Tests of `document.workbook`: the document as a workbook: its numbers in tables that sort, in names; and the chain itself."""

import collections
import io
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest

import valuechain as vc
from helpers.drawn import FLOWER, hostile, of_teams
from valuechain.document.contents import document
from valuechain.document.page import page
from valuechain.document.slides import slides
from valuechain.document.workbook import workbook

AFTER = FLOWER.with_name("flower_shop_after.yaml")
OFFICE = shutil.which("soffice")


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "report.xlsx"
    path.write_bytes(workbook(document(vc.load(AFTER), vc.load(FLOWER))))
    return path


def rows(path, sheet, skip=1):
    return list(openpyxl.load_workbook(path)[sheet].values)[skip:]


def test_the_numbers_are_those_of_the_library(book):
    diagnosis = vc.diagnose(vc.load(AFTER))
    parties = diagnosis.chain.parties
    steps = {row[0]: row[1] for row in rows(book, "Steps")}
    for step in diagnosis.steps:
        name = f"{parties[step.provider].name} \u2192 {parties[step.customer].name}"
        assert steps[name] == pytest.approx(100 * step.gain)
    services = rows(book, "All services")
    assert [row[7] for row in services] == pytest.approx(
        [100 * row.contribution for row in diagnosis.rows]
    )
    low, high = vc.simulate(diagnosis).external_customers["customer"]
    assert rows(book, "Summary", 5) == [("Customer", diagnosis.outcome, low, high, 0.75, "")]
    plans = [(row[0], row[1]) for row in rows(book, "Plan")]
    assert plans == [(step.cost, step.outcome) for step in vc.frontier(diagnosis).steps]
    changed = vc.compare(vc.load(FLOWER), diagnosis)
    won = sum(row[3] for row in rows(book, "Changes"))
    assert won == pytest.approx(100 * changed.change)
    shifted = [
        row[0] for row in rows(book, "Changes") if row[6] == "only shifted, not by its own score"
    ]
    parties = changed.after.chain.parties
    assert shifted == [parties[row.provider].name for row in changed.services if row.shifted]
    assert shifted


def test_the_summary_says_how_sure_its_ends_are(book, tmp_path):
    heads = [cell.value for cell in openpyxl.load_workbook(book)["Summary"][5]]
    assert heads[2:4] == ["From, 95 % sure", "To, 95 % sure"]
    bare = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 50%}}}}, customers: {c: }}"
    )
    (tmp_path / "x.xlsx").write_bytes(workbook(document(bare)))
    assert [c.value for c in openpyxl.load_workbook(tmp_path / "x.xlsx")["Summary"][5]][2:4] == [
        "From",
        "To",
    ]


def test_the_steps_are_those_that_the_advice_speaks_of(tmp_path):
    diagnosis = vc.diagnose(of_teams())
    assert diagnosis.advice.kind == "teams"
    (tmp_path / "x.xlsx").write_bytes(workbook(document(diagnosis)))
    steps = rows(tmp_path / "x.xlsx", "Steps")
    assert [row[0] for row in steps] == [team.provider for team in diagnosis.teams]
    assert [row[1] for row in steps] == pytest.approx([100 * t.gain for t in diagnosis.teams])


def test_what_nobody_measured_has_no_score_among_the_changes_and_is_learnt(tmp_path):
    text = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 50%}}}, b: {serves: {c: {satisfaction: 60%}}}}, customers: {c: }}"
    both, less = vc.loads(text), vc.loads(text.replace("{satisfaction: 60%}", ""))
    path = tmp_path / "report.xlsx"
    for before, after, scores in ((both, less, (0.6, None)), (less, both, (None, 0.6))):
        path.write_bytes(workbook(document(after, before)))
        changes = {row[0]: row[4:] for row in rows(path, "Changes")}
        assert changes["a"] == (0.5, 0.5, "")
        assert changes["b"] == (*scores, "learnt, not won: measured only once")


def test_the_walk_is_a_waterfall_from_perfect_to_the_outcome(book):
    diagnosis = vc.diagnose(vc.load(AFTER))
    (chart,) = openpyxl.load_workbook(book)["Walk"]._charts
    assert (chart.barDir, chart.grouping, chart.overlap) == ("bar", "stacked", 100)
    assert chart.series[0].graphicalProperties.noFill
    carrying, lost, customers = (read(book, series.val.numRef.f) for series in chart.series)
    assert (customers[0], customers[-1]) == (100, pytest.approx(100 * diagnosis.outcome))
    tops = [below + size for below, size in zip(carrying[1:-1], lost[1:-1], strict=True)]
    assert tops == pytest.approx([100, *carrying[1:-2]])
    assert carrying[-2] == pytest.approx(customers[-1])
    costs = collections.Counter()
    for row in diagnosis.rows:
        costs[row.provider, row.customer] += 100 * row.contribution
    assert sorted(lost[1:-1]) == pytest.approx(sorted(cost for cost in costs.values() if cost))


def test_the_walk_says_what_the_page_says(book):
    shown = page(document(vc.load(AFTER)))
    (drawn,) = re.findall('<section id="lost">.*?</section>', shown, re.DOTALL)
    said = re.findall(r">(-\d[^<]*)<", drawn)
    assert len(said) == len(rows(book, "Walk")) - 2
    with zipfile.ZipFile(book) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if "charts/" in name]
    (written,) = (text for text in charts if "Walk!" in text)
    assert re.findall(r"<a:t>(-\d[^<]*)<", written) == said
    for text, row in zip(said, rows(book, "Walk")[1:-1], strict=True):
        assert float(text.split(",")[0]) == pytest.approx(-row[2], abs=0.051)


def read(path, reference):
    """The values of the cells that a chart refers to."""
    name, cells = reference.split("!")
    sheet = openpyxl.load_workbook(path)[name.strip("'")]
    return [cell.value for (cell,) in sheet[cells.replace("$", "")]]


def test_the_chain_is_in_it(book):
    assert vc.read_excel(book) == vc.load(AFTER)


def test_tables_are_tables_and_no_cell_is_a_formula(book):
    made = openpyxl.load_workbook(book)
    tables = {name: list(made[name].tables) for name in made.sheetnames}
    assert tables["All services"] == ["All_services"]
    for sheet in made:
        for row in sheet.iter_rows():
            assert not [cell for cell in row if cell.data_type == "f"]
    assert made["All services"].conditional_formatting


def test_what_there_is_nothing_of_has_no_sheet(tmp_path):
    bare = vc.loads("{valuechain: 1, teams: {a: {serves: {c: x}}}, customers: {c: }}")
    (tmp_path / "x.xlsx").write_bytes(workbook(document(bare)))
    names = openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames
    assert names == ["Summary", "Steps", "All services", "All parties", "parties", "services"]
    assert rows(tmp_path / "x.xlsx", "All services")[0][3] is None
    assert workbook(document(bare)) == workbook(document(bare))


def test_actions_that_win_nothing_are_a_plan_without_a_chart(tmp_path):
    chain = vc.loads("""
    valuechain: 1
    teams:
      a: {serves: {c: {satisfaction: 90%, improve: [{action: less, cost: 3, quality: 50%}]}}}
    customers:
      c:
    """)
    (tmp_path / "x.xlsx").write_bytes(workbook(document(chain)))
    assert rows(tmp_path / "x.xlsx", "Plan") == [(0, 0.9, 0, "", "")]


def test_counted_work_is_no_answer_of_people(tmp_path):
    chain = vc.loads("""
    valuechain: 1
    teams:
      a: {serves: {c: {satisfaction: {units: 200, on_time: 140}}}}
      b: {serves: {c: {satisfaction: 70% (12 responses)}}}
    customers: {c: }
    """)
    (tmp_path / "x.xlsx").write_bytes(workbook(document(chain)))
    answers = {row[0]: row[5] for row in rows(tmp_path / "x.xlsx", "All services")}
    assert answers == {"a": None, "b": 12}
    text = vc.simulate(chain, draws=50).details
    (line,) = (line for line in text.splitlines() if line.startswith("a->c"))
    assert "200" not in line


def test_a_bound_is_called_one(tmp_path):
    chain = vc.loads("""
    valuechain: 1
    teams: {a: {serves: {b: {satisfaction: 50%}}}, b: {serves: {c: {satisfaction: 60%}, d: x}}}
    customers: {c: , d: }
    """)
    (tmp_path / "x.xlsx").write_bytes(workbook(document(chain)))
    but = "at most: some was not measured"
    told = {row[0]: row[-1] for row in rows(tmp_path / "x.xlsx", "Summary", 5)}
    assert (told["All customers"], told["c"], told["d"]) == (but, "", but)
    assert {row[0]: row[-1] for row in rows(tmp_path / "x.xlsx", "All parties")}["d"] == but
    assert rows(tmp_path / "x.xlsx", "Walk")[-1][0] == "the customers today, at most"


def test_names_that_are_formulas_stay_texts(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(workbook(document(hostile())))
    made = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert all(cell.data_type != "f" for sheet in made for row in sheet.iter_rows() for cell in row)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_finds_the_same(book, tmp_path):
    folder = tmp_path / "again"
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    words = [OFFICE, home, "--headless", "--convert-to", "xlsx", "--outdir", folder, book]
    subprocess.run(words, check=True, capture_output=True, timeout=240)
    again = folder / "report.xlsx"
    assert vc.read_excel(again) == vc.load(AFTER)
    for name in ("Steps", "Walk", "All services", "Plan"):
        told, kept = rows(again, name), rows(book, name)
        assert [row[0] for row in told] == [row[0] for row in kept]
        assert not [cell for row in told for cell in row if str(cell).startswith("#")]


def test_the_charts_of_plans_call_what_may_be_lower_a_bound():
    chain = vc.loads(
        "{valuechain: 1, customers: {c: }, teams: {b: {serves: {c: news}}, a: {serves: {c: "
        "{satisfaction: 50%, improve: [{action: x, cost: 3, quality: 80%}]}}}}}"
    )
    for written in (workbook, slides):
        packed = zipfile.ZipFile(io.BytesIO(written(document(chain))))
        charts = [packed.read(name).decode() for name in packed.namelist() if "/chart" in name]
        (plans,) = (chart for chart in charts if "spent" in chart)
        assert ", at most<" in plans
