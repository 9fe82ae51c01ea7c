"""Tests of `files.table_reader`: from a table of parties and one of services to a chain, or every problem at once."""

import datetime
import io
import sys

import pytest

import valuechain as vc
from chains import EXAMPLES
from helpers.tables import party, problems, service

GOOD_PARTIES, GOOD_SERVICES = (
    "id,kind\nclerk,team\ncustomer,customer\n",
    "provider,customer\nclerk,customer\n",
)


# (name, parties, services, row, column, heading, words of the message, words of the hint)
MISTAKES = [
    ("no kind", party("desk", ""), None, 4, 2, "kind", "no kind", "supplier, team, customer"),
    ("other kind", party("desk", "teem"), None, 4, 2, "kind", "no kind 'teem'", "did you mean 'team'?"),
    ("odd kind", party("desk", "zzz"), None, 4, 2, "kind", "no kind 'zzz'", "one of supplier"),
    ("no id", party("", "team"), None, 4, 1, "id", "a party needs an id", "short name"),
    ("arrow in an id", party("a->b", "team"), None, 4, 1, "id", "contains '->'", "leave it out"),
    ("defined twice", party("clerk", "team"), None, 4, 1, "id", "party 'clerk' is defined twice", "row 2"),
    ("ids alike", "id,kind\nclerk,team\ncaf\u00e9,team\ncustomer,customer\ncafe\u0301,team\n", None, 5, 1, "id", "looks like", "one spelling"),
    ("control character", party("desk", "team", "a\x01"), None, 4, 3, "name", "control character U+0001", "leave it out"),
    ("half people", party("desk", "team", "", "", "1.5"), None, 4, 5, "people", "'1.5' is not a whole number", "12"),
    ("share of a team", party("desk", "team", "", "", "", "1"), None, 4, 6, "share", "a team has no share", "only external customers"),
    ("negative share", party("c", "customer", "", "", "", "'-1"), None, 4, 6, "share", "'-1' is not a number", "negative"),
    ("column of a customer", party("c", "customer", "", "", "", "", "2"), None, 4, 7, "column", "a customer has no column", "last column"),
    ("column 0", party("desk", "team", "", "", "", "", "0"), None, 4, 7, "column", "'0' is not a whole number from 1", ""),
    ("target of a team", party("desk", "team", "", "", "", "", "", "80%"), None, 4, 8, "target", "a team has no target", "kind 'chain'"),
    ("rule of a team", party("desk", "team", *[""] * 7, "mean"), None, 4, 10, "rule", "a team has no rule", "kind 'chain'"),
    ("bad target", party("", "chain", "", "", "", "", "", "80"), None, 4, 8, "target", "above 1", "'80%'"),
    ("bad range", party("", "chain", *[""] * 6, "0.9..0.5"), None, 4, 9, "dependence", "is no range", "lower end first"),
    ("other rule", party("", "chain", *[""] * 7, "mode"), None, 4, 10, "rule", "no rule 'mode'", ""),
    ("chain with an id", party("x", "chain"), None, 4, 1, "id", "has the id 'x'", "leave it empty"),
    ("second chain", "id,kind\n,chain\nclerk,team\ncustomer,customer\n,chain\n", None, 5, 2, "kind", "a second row of the kind 'chain'", "keep one"),
    ("all shares nothing", "id,kind,share\nclerk,team,\ncustomer,customer,0\n", None, 3, 1, "id", "all shares", "above 0"),
    ("no customer at all", "id,kind\nclerk,team\ndesk,team\n", "provider,customer\nclerk,desk\n", None, None, "", "no external customer", ""),
    ("nobody serves one", party("desk", "team"), "provider,customer\nclerk,desk\n", None, None, "", "nobody serves an external customer", "'customer'"),
    ("unknown heading", GOOD_PARTIES.replace("kind\n", "kind,grup\n"), None, 1, 3, "grup", "unknown column 'grup'", "did you mean 'group'?"),
    ("odd heading", GOOD_PARTIES.replace("kind\n", "kind,zzz\n"), None, 1, 3, "zzz", "unknown column 'zzz'", "known here: id, name"),
    ("no kinds", "id,name\nclerk,x\n", None, 1, None, "kind", "column 'kind' is missing", "id, kind"),
    ("no headings", "clerk,team\ncustomer,customer\n", None, 1, None, "", "the first row names no columns (clerk, team)", "must name id, kind"),
    ("no provider", None, service("", "customer"), 3, 1, "provider", "no provider", "who serves whom"),
    ("no customer", None, service("clerk", ""), 3, 2, "customer", "no customer", "who serves whom"),
    ("unknown customer", None, service("clerk", "custmer"), 3, 2, "customer", "no party 'custmer'", "did you mean 'customer'?"),
    ("unknown provider", None, service("clerc", "customer"), 3, 1, "provider", "no party 'clerc'", "did you mean 'clerk'?"),
    ("serves itself", None, service("clerk", "clerk"), 3, 2, "customer", "'clerk' serves itself", "two parties"),
    ("both", None, service("clerk", "customer", "", "80%", "70%"), 3, 5, "quality", "'satisfaction' beside 'quality'", "keep the one"),
    ("no scale", None, service("clerk", "customer", "", "81"), 3, 4, "satisfaction", "'81' has no scale", "'81%'"),
    ("bare one", None, service("clerk", "customer", "", "1"), 3, 4, "satisfaction", "a bare '1'", "'100%' or '1/5'"),
    ("bad quality", None, service("clerk", "customer", "", "", "good"), 3, 5, "quality", "'good' is not a score", "81%"),
    ("weight of nothing", None, service("clerk", "customer", "", "", "", "0"), 3, 6, "weight", "not above 0", "leave the service out"),
    ("weight nan", None, service("clerk", "customer", "", "", "", "nan"), 3, 6, "weight", "'nan' is not a number", ""),
    ("dependence", None, service("clerk", "customer", *[""] * 4, "80"), 3, 7, "dependence", "above 1", "'80%'"),
    ("critical", None, service("clerk", "customer", *[""] * 5, "yes"), 3, 8, "critical", "neither true nor false", "write true"),
    ("target", None, service("clerk", "customer", *[""] * 6, "high"), 3, 9, "target", "not a percentage", "80%"),
    ("aspect", None, service("clerk", "customer", *[""] * 7, "7"), 3, 10, "aspects.time", "'7' has no scale", "'7/10'"),
    ("hidden text", None, service("clerk", "customer", "a\u202eb"), 3, 3, "delivers", "bidirectional", "leave it out"),
    ("aspect twice", None, service("clerk", "customer", heads="provider,customer,aspects.x,Aspects.x"), 1, 4, "Aspects.x", "is here twice", "keep one"),
    ("aspect without a word", None, service("clerk", "customer", "7%", heads="provider,customer,aspects."), 1, 3, "aspects.", "names no aspect", "timeliness"),
    ("aspect that hides", None, service("clerk", "customer", "7%", heads="provider,customer,aspects.a\u202eb"), 1, 3, "aspects.a\u202eb", "bidirectional", "leave it out"),
    ("total loop", party("desk", "team"), "provider,customer,dependence\nclerk,customer,\nclerk,desk,1\ndesk,clerk,1\n", None, None, None, "depends on itself completely", "below 1"),
    ("row too long", None, service("clerk", "customer", "a", heads="provider,customer"), 3, None, "", "the row has 3 cells, the headings 2", "quotes"),
    ("no services", None, "provider,customer\n", 1, None, "", "empty but for its headings", "one row"),
    ("nothing", "", None, None, None, "", "the table is empty", "id, name, kind"),
    ("not CSV", None, 'provider,customer\n"clerk,customer\n', 2, 1, "", "not CSV", "quotes"),
]  # fmt: skip


@pytest.mark.parametrize("case", MISTAKES, ids=[case[0] for case in MISTAKES])
def test_one_mistake_is_one_problem_with_its_row_and_column(case):
    _, parties, services, row, column, heading, message, hint = case
    parties, services = (
        good if text is None else text
        for text, good in ((parties, GOOD_PARTIES), (services, GOOD_SERVICES))
    )
    found = problems(vc.read_tables, io.StringIO(parties), io.StringIO(services))
    assert len(found) == 1, [str(problem) for problem in found]
    assert message in found[0].message
    assert hint in found[0].hint
    assert heading is None or (found[0].line, found[0].column, found[0].heading) == (
        row,
        column,
        heading,
    )


@pytest.mark.parametrize("heading", ["group", "people", "column", "share"])
def test_the_row_of_the_chain_takes_no_values_of_parties(heading):
    (problem,) = problems(
        vc.read_tables,
        [{"id": "", "kind": "chain", heading: "1"}, *GOOD_ROWS],
        [{"provider": "clerk", "customer": "customer"}],
    )
    assert problem.message == f"a chain has no {heading}"
    assert (problem.line, problem.heading) == (1, heading)
    assert "last column" not in problem.hint


GOOD_ROWS = [{"id": "clerk", "kind": "team"}, {"id": "customer", "kind": "customer"}]


def test_an_external_customer_that_serves_is_told():
    (problem,) = problems(
        vc.read_tables,
        GOOD_ROWS,
        [["provider", "customer"], ["clerk", "customer"], ["customer", "clerk"]],
    )
    assert "the external customer 'customer' serves 'clerk'" in problem.message
    assert problem.line == 3


def test_mistakes_of_both_tables_come_at_once(tmp_path):
    (tmp_path / "p.csv").write_text(
        "id,kind,people\nclerk,team,x\ncustomer,customer,0\n", encoding="utf-8"
    )
    (tmp_path / "s.csv").write_text(
        "provider,customer,weight\nclerk,customer,-1\n,customer,2\n", encoding="utf-8"
    )
    found = problems(vc.read_tables, tmp_path / "p.csv", tmp_path / "s.csv")
    assert sorted(
        (problem.file.rpartition("/")[2], problem.line, problem.heading) for problem in found
    ) == [
        ("p.csv", 2, "people"),
        ("p.csv", 3, "people"),
        ("s.csv", 2, "weight"),
        ("s.csv", 3, "provider"),
    ]
    headings = problems(
        vc.read_tables, [{"id": "a", "kid": "team"}], [{"provider": "a", "custmer": "b"}]
    )
    assert [problem.hint for problem in headings] == [
        "did you mean 'kind'?",
        "did you mean 'customer'?",
    ]


def test_a_thousand_mistakes_are_collected():
    services = [{"provider": "clerk", "customer": "customer", "weight": "x"}] * 1500
    assert len(problems(vc.read_tables, GOOD_ROWS, services)) == 1000
    services = [
        {"provider": "clerk", "customer": "customer", "weight": datetime.date(2026, 1, 1)}
    ] * 1500
    assert len(problems(vc.read_tables, GOOD_ROWS, services)) == 1000


@pytest.mark.parametrize("heading", ["id", "kind", "name", "people"])
def test_a_date_among_the_parties_is_one_mistake(heading):
    rows = [*GOOD_ROWS, {"id": "desk", "kind": "team"} | {heading: datetime.date(2026, 5, 4)}]
    found = problems(vc.read_tables, rows, [{"provider": "clerk", "customer": "customer"}])
    assert len(found) == 1, [str(problem) for problem in found]
    assert (found[0].line, found[0].heading) == (3, heading)


@pytest.mark.parametrize("heading", ["provider", "customer", "satisfaction", "weight"])
def test_a_date_among_the_services_is_one_mistake(heading):
    rows = [
        {"provider": "clerk", "customer": "customer"},
        {"provider": "clerk", "customer": "customer"} | {heading: datetime.date(2026, 5, 4)},
    ]
    found = problems(vc.read_tables, GOOD_ROWS, rows)
    assert len(found) == 1, [str(problem) for problem in found]
    assert (found[0].line, found[0].heading) == (2, heading)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: vc.read_tables(5, []), "not int"),
        (lambda: vc.read_tables([{"id": "a"}, 5], []), "mappings by heading"),
        (lambda: vc.read_excel(io.BytesIO(b"")), "read_excel takes a path, not BytesIO"),
        (lambda: vc.write_excel({}, "x.xlsx"), "write_excel takes a ValueChain, not dict"),
        (
            lambda: vc.write_tables(None, "p.csv", "s.csv"),
            "write_tables takes a ValueChain, not NoneType",
        ),
        (
            lambda: vc.write_excel(vc.load(EXAMPLES[0]), None),
            "path is the name of a file, not None",
        ),
        (
            lambda: vc.write_tables(vc.load(EXAMPLES[0]), "no/p.csv", 3),
            "path is the name of a file, not 3",
        ),
    ],
)
def test_what_cannot_be_used_is_said(call, words):
    with pytest.raises(vc.ArgumentError, match=words):
        call()


def test_files_are_written_whole_or_not_at_all(tmp_path):
    chain = vc.load(EXAMPLES[0])
    for write in (
        lambda: vc.write_excel(chain, tmp_path / "no" / "x.xlsx"),
        lambda: vc.write_tables(chain, tmp_path / "no" / "p", tmp_path / "s"),
    ):
        with pytest.raises(FileNotFoundError, match="no"):
            write()
    assert not list(tmp_path.iterdir())


def test_what_is_not_installed_is_named(monkeypatch, tmp_path):
    chain = vc.load(EXAMPLES[0])
    vc.write_excel(chain, tmp_path / "x.xlsx")
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(
        vc.MissingExtraError, match=r"python-calamine: install 'valuechain\[excel\]'"
    ):
        vc.read_excel(tmp_path / "x.xlsx")
    with pytest.raises(vc.MissingExtraError, match=r"XlsxWriter: install 'valuechain\[excel\]'"):
        vc.write_excel(chain, tmp_path / "y.xlsx")
    assert not (tmp_path / "y.xlsx").exists()


def test_the_rule_mean_is_no_mean_of_the_rows():
    """Whatever the order of the columns."""
    chain = vc.example("flower_shop")
    tables = chain.to_tables()
    for order in (1, -1):
        parties = [dict(list(row.items())[::order]) for row in tables.parties]
        assert vc.read_tables(parties, tables.services) == chain
