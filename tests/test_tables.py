"""Chains as tables and workbooks and back: nothing is lost, nothing runs, and every mistake has its sheet, row and column."""

import csv
import datetime
import io
import itertools
import os
import random
import re
import struct
import sys
import zipfile
from dataclasses import replace

import networkx
import numpy as np
import openpyxl
import pandas as pd
import pytest

import valuechain as vc
from chains import EXAMPLES, random_chain
from valuechain.files.amend import amended
from valuechain.files.tables import csv_text, form_workbook, template
from valuechain.model.format import PARTY_COLUMNS
from valuechain.model.numbers import middle
from valuechain.model.parts import SERVICE_COLUMNS

ODD = [
    "=1+1",
    "+49 30 1",
    "-",
    "@home",
    "'quoted",
    "'=x",
    "''+",
    "a,b",
    'say "x"',
    "a;b|c",
    "  at the ends ",
    "two\nlines",
    "\ttab",
    " ",
]
ODD += [
    "no",
    "true",
    "007",
    "1e5",
    "2026-05-04",
    "4/5",
    "nan",
    "None",
    "NA",
    "#REF!",
    "b\u00fccher \u82b1 \U0001f33b",
    "_x0041_",
    "<b>&amp;",
]
ODD_IDS = [
    "=1+1",
    "+x",
    "-x",
    "@x",
    "'y",
    "a,b",
    'a"b',
    "a;b",
    "1.0",
    "007",
    "true",
    "nan",
    "\u82b1",
    "two words",
    "_x0041_",
    "chain",
    "x" * 300,
]
SCORES = [
    "81%",
    "3.4/5 (9 responses)",
    "NPS -31 (140 responses)",
    "CES 5.2/7",
    "CSAT 60% (12 responses)",
    "0.5",
    ".25",
    "1.0",
]
SCORES += [
    "{scale: 1-5, answers: {1: 0, 2: 1, 3: 4, 4: 3, 5: 1}}",
    "{scale: nps, responses: 140, promoters: 62, detractors: 19}",
]
SCORES += [
    "{scale: 1-5, value: 3.4, responses: 9, sd: 0.8}",
    "{scale: csat, satisfied: 7, responses: 9}",
]
PARTIES = [["id", "kind", "people"], ["clerk", "team", 2], ["customer", "customer", None]]
SERVICES = [["provider", "customer", "satisfaction"], ["clerk", "customer", "81%"]]


def odd_chain(rng, *, fine=False):
    """A random chain with everything a file can say; `fine` numbers take all their digits."""
    chain = random_chain(rng, parties=rng.randint(3, 7), services=rng.randint(1, 12))

    def number(*usual):
        return rng.random() if fine else rng.choice(usual)

    new = (
        dict(zip(chain.parties, rng.sample(ODD_IDS, len(chain.parties)), strict=True))
        if rng.random() < 0.5
        else {i: i for i in chain.parties}
    )
    parties = [
        replace(
            party,
            id=new[party.id],
            name=rng.choice([*ODD, party.name]),
            group=rng.choice(["", *ODD]),
            people=rng.choice([None, 1, 15, 999_999_999]),
            share=number(1.0, 2.0, 0.5) + 0.25 if party.kind == "customer" else 1.0,
            column=rng.choice([None, 1, 4]) if party.kind != "customer" else None,
        )
        for party in chain.parties.values()
    ]
    words = rng.sample(
        ["time", "Time", "quality", "a.b", "a  b", "x,y", "=x", "\u82b1"], rng.randint(0, 4)
    )
    services = []
    for service in chain.services.values():
        ends = rng.choice(
            [
                None,
                None,
                (0.5, 0.9),
                (0.0, 0.25),
                tuple(sorted((rng.random() / 2, 0.5 + rng.random() / 3))),
            ]
        )
        if ends is not None and not fine:
            ends = (round(ends[0], 3), round(ends[1], 3))
        score = rng.choice([None, vc.Score.parse(rng.choice(SCORES))])
        expert = rng.random() < 0.2
        provider, customer = new[service.provider], new[service.customer]
        services.append(
            replace(
                service,
                id=f"{provider}->{customer}" + "".join(re.findall(r"#\d+$", service.id)),
                provider=provider,
                customer=customer,
                delivers=rng.choice(["", *ODD]),
                satisfaction=None if expert else score,
                quality=score if expert else None,
                weight=number(1.0, 2.5, 1e-7, 1e17, 123456789.0) or 1.0,
                dependence=number(0.8, 0.0, 0.123) if ends is None else middle(ends),
                dependence_range=ends,
                target=number(0.75, 0.0, 1.0, 1e-10),
                aspects=tuple(
                    (word, vc.Score.parse(rng.choice(SCORES)))
                    for word in words
                    if rng.random() < 0.5
                ),
            )
        )
    ends = rng.choice([None, (0.5, 0.75)])
    return vc.ValueChain(
        parties,
        services,
        title=rng.choice(["", *ODD]),
        target=number(0.75, 0.8),
        dependence=number(0.8, 0.5) if ends is None else middle(ends),
        rule=chain.rule,
        dependence_range=ends,
    )


def ordered(chain):
    """The chain, aspects of every service in the order in which the chain first has them: as columns stand."""
    words = list(
        dict.fromkeys(word for service in chain.services.values() for word, _ in service.aspects)
    )
    services = [
        replace(s, aspects=tuple(sorted(s.aspects, key=lambda pair: words.index(pair[0]))))
        for s in chain.services.values()
    ]
    return replace(chain, services=services)


def through_csv(chain, folder):
    vc.write_tables(chain, folder / "p.csv", folder / "s.csv")
    return vc.read_tables(folder / "p.csv", str(folder / "s.csv"))


def through_excel(chain, folder):
    vc.write_excel(chain, folder / "x.xlsx")
    return vc.read_excel(folder / "x.xlsx")


def small_chain(**changes):
    """A chain of one service with these values."""
    service = replace(vc.Service("clerk->customer", "clerk", "customer"), **changes)
    return vc.ValueChain([vc.Party("clerk"), vc.Party("customer", kind="customer")], [service])


def book(path, **sheets):
    """A workbook with these rows on its sheets."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def problems(read, *arguments):
    with pytest.raises(vc.FormatError) as caught:
        read(*arguments)
    return caught.value.problems


# Round trips.


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_comes_back_as_itself(path, tmp_path):
    chain = vc.load(path)
    tables = chain.to_tables()
    assert vc.read_tables(*tables) == chain
    assert vc.read_tables(tables.parties, iter(tables.services)) == chain
    assert vc.read_tables(*map(pd.DataFrame, tables)) == chain
    assert vc.read_tables(*(pd.DataFrame(rows).convert_dtypes() for rows in tables)) == chain
    assert through_csv(chain, tmp_path) == chain
    assert through_excel(chain, tmp_path) == chain
    assert vc.read_tables(tmp_path / "x.xlsx", tmp_path / "x.xlsx") == chain


def test_any_chain_comes_back_through_rows_and_data_frames():
    rng = random.Random(1)
    for i in range(300):
        chain = odd_chain(rng, fine=i % 2 == 0)
        tables = chain.to_tables()
        assert vc.read_tables(*tables) == ordered(chain)
        if i % 4 == 0:
            assert vc.read_tables(*map(pd.DataFrame, tables)) == ordered(chain)


def test_any_chain_comes_back_through_csv(tmp_path):
    rng = random.Random(2)
    for i in range(300):
        chain = odd_chain(rng, fine=i % 2 == 0)
        assert through_csv(chain, tmp_path) == ordered(chain)


def test_any_chain_comes_back_through_a_workbook(tmp_path):
    rng = random.Random(3)
    for _ in range(150):
        chain = odd_chain(rng)
        assert through_excel(chain, tmp_path) == ordered(chain)


def test_numbers_in_a_workbook_keep_all_their_digits(tmp_path):
    rng = random.Random(4)
    for _ in range(30):
        chain = odd_chain(rng, fine=True)
        assert through_excel(chain, tmp_path) == ordered(chain)


def test_what_comes_back_is_what_yaml_says(tmp_path):
    rng = random.Random(5)
    for _ in range(50):
        chain = odd_chain(rng)
        assert vc.loads(vc.dumps(through_csv(chain, tmp_path))) == ordered(chain)


def test_aspects_in_different_orders_come_back_in_theirs(tmp_path):
    first, second = vc.Score.parse("81%"), vc.Score.parse("3/5")
    chain = vc.ValueChain(
        [vc.Party("a"), vc.Party("b"), vc.Party("c", kind="customer")],
        [
            vc.Service("a->b", "a", "b", aspects=(("x", first), ("y", second))),
            vc.Service("b->c", "b", "c", aspects=(("y", first), ("x", second))),
        ],
    )
    assert ordered(vc.read_tables(*chain.to_tables())) == ordered(chain)
    assert vc.read_tables(*chain.to_tables()) == chain
    assert through_csv(chain, tmp_path) == chain


@pytest.mark.parametrize(
    "weight",
    [np.float64(2.5), 3, 10**15, 1e25, 5e-324, 1.7976931348623157e308, 0.1 + 0.2],
    ids=repr,
)
@pytest.mark.parametrize("way", ["rows", "csv", "excel"])
def test_every_weight_comes_back(weight, way, tmp_path):
    chain = small_chain(weight=weight)
    back = {
        "rows": lambda: vc.read_tables(*chain.to_tables()),
        "csv": lambda: through_csv(chain, tmp_path),
        "excel": lambda: through_excel(chain, tmp_path),
    }
    assert back[way]() == chain


@pytest.mark.parametrize("way", [through_csv, through_excel])
@pytest.mark.parametrize("length", [32_767, 32_768, 100_000])
def test_the_longest_text_comes_back_or_is_said_to_be_too_long(way, length, tmp_path):
    chain = small_chain(delivers="x" * length)
    try:
        back = way(chain, tmp_path)
    except (vc.ArgumentError, vc.ModelError, vc.FormatError):
        assert way is through_excel and length > 32_767  # the most that a cell of a workbook holds
        return
    assert back == chain


def test_a_score_with_white_space_at_its_end_comes_back():
    chain = small_chain(satisfaction=vc.Score.parse("81% "))
    assert vc.read_tables(*chain.to_tables()) == chain


def test_the_columns_bear_the_names_of_the_file_format():
    tables = vc.load(EXAMPLES[1]).to_tables()
    assert tuple(tables.parties[0]) == PARTY_COLUMNS
    assert tuple(tables.services[0])[: len(SERVICE_COLUMNS)] == SERVICE_COLUMNS
    assert tables.parties[0] == dict.fromkeys(PARTY_COLUMNS) | {
        "name": "Flower shop",
        "kind": "chain",
        "target": 0.75,
        "dependence": 0.8,
        "rule": "mean",
    }
    of_plans = [name for name in tables.services[0] if name.startswith(("improve.", "scenarios."))]
    assert of_plans == [
        *(f"improve.1.{name}" for name in ("action", "cost", "quality", "id", "needs", "excludes")),
        *("scenarios.buy the van first", "scenarios.the clerk leaves"),
    ]
    assert {name: value for name, value in tables.services[0].items() if name not in of_plans} == {
        "provider": "auction",
        "customer": "inventory",
        "delivers": "fresh flowers",
        "satisfaction": "88% (1 response)",
        "quality": None,
        "weight": 1.0,
        "dependence": 0.8,
        "critical": False,
        "target": 0.75,
    }


def test_only_what_is_needed_must_be_there():
    chain = vc.read_tables(
        [{"ID": "clerk", "Kind": "TEAM"}, {"ID": "customer", "Kind": "Customer"}],
        [["Customer", "Provider"], ["customer", " clerk "], ["customer", "clerk"]],
    )
    assert list(chain.services) == ["clerk->customer#1", "clerk->customer#2"]
    assert (chain.target, chain.dependence, chain.rule, chain.title) == (0.75, 0.8, "mean", "")
    assert chain.parties["clerk"].name == "clerk"


def test_services_take_what_holds_for_the_whole():
    parties = [
        ["id", "kind", "target", "dependence", "rule"],
        ["", "chain", "80%", "0.5..0.7", "weakest"],
        ["a", "team"],
        ["c", "customer"],
    ]
    chain = vc.read_tables(
        parties,
        [
            ["provider", "customer", "dependence"],
            ["a", "c", ""],
            ["a", "c", "0.3"],
            ["a", "c", "0.1..0.2"],
        ],
    )
    first, second, third = chain.services.values()
    assert (chain.target, chain.rule, chain.dependence_range) == (0.8, "weakest", (0.5, 0.7))
    assert (first.target, first.dependence, first.dependence_range) == (0.8, 0.6, (0.5, 0.7))
    assert (second.dependence, second.dependence_range) == (0.3, None)
    assert third.dependence_range == (0.1, 0.2)


def test_an_aspect_is_a_column():
    services = [
        ["provider", "customer", "Aspects.Response time", "aspects. quality "],
        ["clerk", "customer", "81%", ""],
        ["clerk", "customer", "", "3/5"],
    ]
    first, second = vc.read_tables(PARTIES, services).services.values()
    assert [(word, score.value) for word, score in first.aspects] == [("Response time", 0.81)]
    assert [(word, score.value) for word, score in second.aspects] == [("quality", 0.5)]


# What a spreadsheet would run.


def test_no_cell_of_a_csv_file_is_run(tmp_path):
    rng = random.Random(6)
    for _ in range(100):
        chain = odd_chain(rng)
        vc.write_tables(chain, tmp_path / "p.csv", tmp_path / "s.csv")
        for name in ("p.csv", "s.csv"):
            with (tmp_path / name).open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
            assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")]
            assert len({len(row) for row in rows}) == 1


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path):
    rng = random.Random(7)
    run = 0
    for _ in range(25):
        chain = odd_chain(rng)
        vc.write_excel(replace(chain, title="=1+1"), tmp_path / "x.xlsx")
        made = openpyxl.load_workbook(tmp_path / "x.xlsx")
        assert made.sheetnames == ["parties", "services"]
        for sheet in made:
            for cell in itertools.chain.from_iterable(sheet.iter_rows()):
                assert cell.data_type in ("s", "n", "b")
                assert cell.hyperlink is None
                if isinstance(cell.value, str) and cell.value[:1] in "=+-@":
                    assert cell.quotePrefix
                    run += 1
        with zipfile.ZipFile(tmp_path / "x.xlsx") as archive:
            for name in archive.namelist():
                assert name.startswith("xl/worksheets/_rels") or not re.search(
                    rb"<f[ >]", archive.read(name)
                )
    assert run > 25


def test_headings_are_made_harmless_too():
    assert csv_text([{"=x": "@y", "n": None}], ["=x", "n"]) == "'=x,n\r\n'@y,\r\n"


def test_a_csv_file_from_a_spreadsheet_is_read(tmp_path):
    (tmp_path / "p.csv").write_bytes(
        '\ufeffid;kind;name\r\nclerk;team;\'=1+1\r\n"two words";customer;\r\n'.encode()
    )
    (tmp_path / "s.csv").write_bytes(b"provider;customer;critical\r\nclerk;two words;TRUE\r\n")
    chain = vc.read_tables(tmp_path / "p.csv", tmp_path / "s.csv")
    assert chain.parties["clerk"].name == "=1+1"
    assert chain.services["clerk->two words"].critical


# Workbooks that can be worked on.


def test_a_workbook_has_drop_downs_and_notes(tmp_path):
    vc.write_excel(vc.load(EXAMPLES[0]), tmp_path / "x.xlsx")
    made = openpyxl.load_workbook(tmp_path / "x.xlsx")
    kinds = [rule.formula1 for rule in made["parties"].data_validations.dataValidation]
    assert '"supplier,team,customer,chain"' in kinds
    assert '"mean,weakest"' in kinds
    rules = made["services"].data_validations.dataValidation
    assert sorted(rule.formula1 for rule in rules)[-2:] == ["parties!$A$2:$A$2000"] * 2
    assert made["parties"].freeze_panes == made["services"].freeze_panes == "A2"
    assert "supplier" in made["parties"]["C1"].comment.text


def test_the_template_is_a_chain_and_a_survey(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(template())
    chain = vc.read_excel(path)
    assert chain.title == "My organisation"
    (service,) = chain.services.values()
    assert service.satisfaction.text == "3.4/5 (9 responses)"
    assert vc.read_survey(path).apply(chain).services[service.id].satisfaction.value == 0.75


def test_a_form_is_a_survey_once_it_is_filled_in(tmp_path):
    chain = vc.load(EXAMPLES[1])
    form = vc.survey_form(chain)
    path = tmp_path / "form.xlsx"
    path.write_bytes(form_workbook(form, chain))
    made = openpyxl.load_workbook(path)
    assert made.sheetnames == ["answers", "parties"]
    sheet = made["answers"]
    heads = [cell.value for cell in sheet[1]]
    assert sheet.max_row == len(form.questions) + 1
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, heads.index("score") + 1, 4)
    made.save(path)
    filled = vc.read_survey(path).apply(chain)
    assert {service.satisfaction.value for service in filled.services.values()} == {0.75}


def test_a_chain_without_services_has_headings(tmp_path):
    assert csv_text([], list(SERVICE_COLUMNS)) == ",".join(SERVICE_COLUMNS) + "\r\n"
    from valuechain.files.tables import workbook

    path = tmp_path / "x.xlsx"
    path.write_bytes(workbook([], []))
    assert [cell.value for cell in openpyxl.load_workbook(path)["services"][1]] == list(
        SERVICE_COLUMNS
    )


# Mistakes.


def party(*cells, heads="id,kind,name,group,people,share,column,target,dependence,rule"):
    """Parties with one more row, the fourth."""
    return f"{heads}\nclerk,team\ncustomer,customer\n" + ",".join(cells) + "\n"


def service(
    *cells,
    heads="provider,customer,delivers,satisfaction,quality,weight,dependence,critical,target,aspects.time",
):
    """Services with one more row, the third."""
    return f"{heads}\nclerk,customer\n" + ",".join(cells) + "\n"


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
    ("aspect", None, service("clerk", "customer", *[""] * 7, "7"), 3, 10, "aspects.time", "'7' has no scale", "'7%'"),
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


# Workbooks as people make them.


def test_a_workbook_made_by_hand_is_read(tmp_path):
    parties = [["id", "kind", "people"], ["clerk", "team", 2.0], [], [7, "customer", None]]
    services = [
        ["provider", "customer", "satisfaction", "critical", "weight"],
        ["clerk", 7, 0.81, True, 2],
    ]
    chain = vc.read_excel(
        book(tmp_path / "x.xlsx", Services=services, notes=[["x"]], PARTIES=parties)
    )
    assert chain.parties["clerk"].people == 2
    (only,) = chain.services.values()
    assert (only.id, only.satisfaction.value, only.critical, only.weight) == (
        "clerk->7",
        0.81,
        True,
        2,
    )


def test_a_number_in_a_cell_is_no_guess(tmp_path):
    path = book(
        tmp_path / "x.xlsx",
        parties=PARTIES,
        services=[["provider", "customer", "satisfaction"], ["clerk", "customer", 1.0]],
    )
    (problem,) = problems(vc.read_excel, path)
    assert "a bare '1'" in problem.message
    assert (problem.sheet, problem.line, problem.column, problem.heading) == (
        "services",
        2,
        3,
        "satisfaction",
    )
    assert str(problem).startswith(f"{path}, sheet 'services', row 2, column 'satisfaction': ")


def test_sheets_are_found_by_their_headings(tmp_path):
    services = [[*SERVICES[0], "weight"], [*SERVICES[1], 2]]
    path = book(tmp_path / "x.xlsx", notes=[[], ["x"]], who=[[], *PARTIES], what=services)
    assert list(vc.read_tables(path, path).services) == ["clerk->customer"]
    path = book(tmp_path / "x.xlsx", who=PARTIES, whom=PARTIES, what=services)
    (problem,) = problems(vc.read_tables, path, path)
    assert "2 have the columns id" in problem.message
    assert "name the sheet 'parties'" in problem.hint


@pytest.mark.parametrize("missing", ["parties", "services"])
def test_a_missing_sheet_is_told(missing, tmp_path):
    sheets = {"parties": PARTIES, "services": SERVICES, "notes": [["x"]]}
    del sheets[missing]
    path = book(tmp_path / "x.xlsx", **sheets)
    (problem,) = problems(vc.read_excel, path)
    assert f"no sheet '{missing}'" in problem.message
    assert "'notes'" in problem.hint
    (problem,) = problems(vc.read_tables, path, path)
    assert "none has the columns" in problem.message


def test_both_sheets_missing_are_told_at_once(tmp_path):
    assert len(problems(vc.read_excel, book(tmp_path / "x.xlsx", notes=[["x"]]))) == 2


@pytest.mark.parametrize(("cell", "heading"), [("A2", "id"), ("B2", "kind"), ("C2", "people")])
def test_a_formula_is_one_mistake_with_its_place(cell, heading, tmp_path):
    made = openpyxl.load_workbook(book(tmp_path / "x.xlsx", parties=PARTIES, services=SERVICES))
    made["parties"][cell] = "=1+1"
    made.save(tmp_path / "x.xlsx")
    found = problems(vc.read_excel, tmp_path / "x.xlsx")
    assert len(found) == 1, [str(problem) for problem in found]
    assert (found[0].message, found[0].sheet, found[0].line, found[0].heading) == (
        "a formula",
        "parties",
        2,
        heading,
    )


def test_a_formula_far_to_the_right_is_told(tmp_path):
    heads = ["provider", "customer", *(f"aspects.a{i}" for i in range(30))]
    rows = [heads, ["clerk", "customer", *["80%"] * 29, "=1"]]
    (problem,) = problems(vc.read_excel, book(tmp_path / "x.xlsx", parties=PARTIES, services=rows))
    assert (problem.heading, problem.column) == ("aspects.a29", 32)


def test_merged_cells_are_told(tmp_path):
    made = openpyxl.load_workbook(book(tmp_path / "x.xlsx", parties=PARTIES, services=SERVICES))
    made["parties"].merge_cells("C2:C3")
    made.save(tmp_path / "x.xlsx")
    found = problems(vc.read_excel, tmp_path / "x.xlsx")
    assert len(found) == 1, [str(problem) for problem in found]
    assert (found[0].message, found[0].sheet, found[0].line, found[0].heading) == (
        "the cells C2 to C3 are merged",
        "parties",
        2,
        "people",
    )


def test_dates_are_told(tmp_path):
    rows = [
        ["provider", "customer", "satisfaction"],
        ["clerk", "customer", datetime.date(2026, 5, 4)],
    ]
    (problem,) = problems(vc.read_excel, book(tmp_path / "x.xlsx", parties=PARTIES, services=rows))
    assert (problem.sheet, problem.line, problem.heading) == ("services", 2, "satisfaction")
    assert "4/5" in problem.hint


NO_WORKBOOK = {
    "empty": b"",
    "text": b"provider,customer\n",
    "zip": None,
    "broken zip": b"PK\x03\x04" + bytes(100),
    "old magic": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000),
    "noise": random.Random(8).randbytes(5000),
}


@pytest.mark.parametrize("name", NO_WORKBOOK)
@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_what_is_no_workbook_is_told(name, suffix, tmp_path):
    path = tmp_path / f"x{suffix}"
    path.write_bytes(
        NO_WORKBOOK[name] if NO_WORKBOOK[name] is not None else zipped({"hello.txt": b"x"})
    )
    (problem,) = problems(vc.read_excel, path)
    assert "this is no workbook" in problem.message
    assert "as CSV" in problem.hint
    assert problem.file == str(path)
    assert len(problems(vc.read_tables, path, SERVICES)) == 1


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_file_that_is_not_there_is_the_error_it_is(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"x\.xlsx"):
        vc.read_excel(tmp_path / "x.xlsx")
    with pytest.raises(IsADirectoryError):
        vc.read_excel(tmp_path)


def test_a_workbook_that_is_too_large_is_told(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK")
    os.truncate(path, 256 * 2**20 + 1)
    assert "too large" in problems(vc.read_excel, path)[0].message


def test_a_workbook_that_unpacks_to_too_much_is_told(tmp_path):
    path = book(tmp_path / "x.xlsx", parties=PARTIES, services=SERVICES)
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 2**31)
    path.write_bytes(data)
    (problem,) = problems(vc.read_excel, path)
    assert "too large" in problem.message
    assert "CSV" in problem.hint


def test_a_sheet_that_cannot_be_read_is_told(tmp_path):
    path = book(tmp_path / "x.xlsx", parties=PARTIES, services=SERVICES)
    parts = parts_of(path)
    del parts["xl/worksheets/sheet2.xml"]
    path.write_bytes(zipped(parts))
    (problem,) = problems(vc.read_excel, path)
    assert "the sheet cannot be read" in problem.message
    assert problem.sheet == "services"


def test_formulas_are_found_wherever_a_workbook_keeps_its_sheets(tmp_path):
    path = book(
        tmp_path / "x.xlsx",
        parties=PARTIES,
        services=[SERVICES[0], ["clerk", "customer", '="81%"']],
    )
    absolute = parts_of(path)
    assert b'Target="/xl/worksheets' in absolute["xl/_rels/workbook.xml.rels"]
    relative = dict(absolute)
    relative["xl/_rels/workbook.xml.rels"] = relative["xl/_rels/workbook.xml.rels"].replace(
        b'Target="/xl/', b'Target="'
    )
    for parts in (absolute, relative):
        path.write_bytes(zipped(parts))
        (problem,) = problems(vc.read_excel, path)
        assert (problem.message, problem.line) == ("a formula", 2)


def test_formulas_are_found_under_any_prefix(tmp_path):
    path = book(
        tmp_path / "x.xlsx",
        parties=PARTIES,
        services=[SERVICES[0], ["clerk", "customer", '="81%"']],
    )
    parts = parts_of(path)
    # calamine knows both prefixes
    book_part = (
        parts["xl/workbook.xml"]
        .replace(b" r:id=", b" relationships:id=")
        .replace(b"xmlns:r=", b"xmlns:relationships=")
    )
    path.write_bytes(zipped(parts | {"xl/workbook.xml": book_part}))
    assert problems(vc.read_excel, path)[0].message == "a formula"


def compound(**streams):
    """A compound file (OLE 2) of these streams, each of 4096 bytes at least."""
    sector = 512
    contents = [
        data.ljust(-(-max(len(data), 4096) // sector) * sector, b"\0") for data in streams.values()
    ]
    fat = [0xFFFFFFFD, 0xFFFFFFFE]  # the table itself, the directory
    starts = []
    for data in contents:
        starts.append(len(fat))
        count = len(data) // sector
        fat += [*range(len(fat) + 1, len(fat) + count), 0xFFFFFFFE]
    fat += [0xFFFFFFFF] * (128 - len(fat))

    def entry(name, kind, child, right, start, size):
        words = (name + "\0").encode("utf-16-le")
        head = words.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(words), kind, 1, 0xFFFFFFFF, right, child
        )
        return head + bytes(36) + struct.pack("<IQ", start, size)

    names = list(streams)
    directory = entry("Root Entry", 5, 1, 0xFFFFFFFF, 0xFFFFFFFE, 0)
    for i, name in enumerate(names):
        directory += entry(
            name,
            2,
            0xFFFFFFFF,
            i + 2 if i + 1 < len(names) else 0xFFFFFFFF,
            starts[i],
            len(contents[i]),
        )
    directory = directory.ljust(sector, b"\0")
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    head += (
        struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
        + struct.pack("<I", 0)
        + b"\xff" * 432
    )
    return head + struct.pack("<128I", *fat) + directory + b"".join(contents)


def test_a_locked_workbook_is_told(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(compound(EncryptedPackage=b"x", EncryptionInfo=b"y"))
    (problem,) = problems(vc.read_excel, path)
    assert "locked with a password" in problem.message
    assert "without" in problem.hint


@pytest.mark.parametrize("kind", [".xls", ".xlsb", ".ods"])
def test_other_workbooks_are_refused_with_a_remedy(tmp_path, kind):
    path = tmp_path / f"x{kind}"
    path.write_bytes(b"whatever")
    for read in (vc.read_excel, vc.read_survey):
        (problem,) = problems(read, path)
        assert "are not read" in problem.message
        assert "save it as .xlsx" in problem.hint


# New scores in an old file.

HEAD = (
    "# before\nvaluechain: 1  # version\ntitle: 'Shop'\n\nteams:\n  clerk:   # who\n    serves:\n"
)
TAIL = "\ncustomers:\n  customer:  # the end\n"
NEW = vc.Score.parse("3.4/5 (9 responses)")


def amend(body, change, head=HEAD, tail=TAIL):
    """The service's lines after the change of every service, and whether all else was kept."""
    text = head + body + tail
    chain = vc.loads(text)
    wanted = replace(chain, services=[change(service) for service in chain.services.values()])
    new, kept = amended(text, wanted)
    assert vc.loads(new) == wanted
    assert not kept or (new.startswith(head) and new.endswith(tail)), new
    return new[len(head) : -len(tail)] if kept else new, kept


def scored(service):
    return replace(service, satisfaction=NEW, quality=None)


def with_aspects(service):
    return replace(
        service,
        satisfaction=NEW,
        quality=None,
        aspects=(("time", vc.Score.parse("80%")), ("care", NEW)),
    )


# (name, body, change, what it becomes)
AMENDED = [
    ("block", "      customer:\n        delivers: x # a\n        satisfaction: 80% # b\n        weight: 2.0 # c\n", scored,
     "      customer:\n        delivers: x # a\n        satisfaction: 3.4/5 (9 responses) # b\n        weight: 2.0 # c\n"),
    ("block without a score", "      customer:\n        # a\n        delivers: x # b\n", scored,
     "      customer:\n        # a\n        satisfaction: 3.4/5 (9 responses)\n        delivers: x # b\n"),
    ("block with an empty score", "      customer:\n        satisfaction:   # ask\n        delivers: x\n", scored,
     "      customer:\n        satisfaction: 3.4/5 (9 responses)   # ask\n        delivers: x\n"),
    ("block with a blank score", "      customer:\n        satisfaction: ~ # ask\n        delivers: x\n", scored,
     "      customer:\n        satisfaction: 3.4/5 (9 responses) # ask\n        delivers: x\n"),
    ("quality goes", "      customer:\n        quality: 80% # expert\n        delivers: x\n", scored,
     "      customer:\n        satisfaction: 3.4/5 (9 responses)\n        quality:  # expert\n        delivers: x\n"),
    ("score goes", "      customer:\n        satisfaction: 80% # b\n        delivers: x\n", lambda s: replace(s, satisfaction=None),
     "      customer:\n        satisfaction:  # b\n        delivers: x\n"),
    ("quoted", "      customer:\n        'satisfaction': \"80%\" # b\n", scored, "      customer:\n        'satisfaction': 3.4/5 (9 responses) # b\n"),
    ("long form", "      customer:\n        satisfaction: {scale: 1-5, value: 3, responses: 9} # b\n        weight: 2\n", scored,
     "      customer:\n        satisfaction: 3.4/5 (9 responses) # b\n        weight: 2\n"),
    ("long block", "      customer:\n        satisfaction:\n          scale: 1-5\n          value: 3\n        # c\n        weight: 2\n", scored,
     "      customer:\n        satisfaction:\n          3.4/5 (9 responses)\n        # c\n        weight: 2\n"),
    ("aspects", "      customer:\n        aspects: {time: 70%} # a\n        delivers: x\n", with_aspects,
     "      customer:\n        satisfaction: 3.4/5 (9 responses)\n        aspects: {care: 3.4/5 (9 responses), time: 80%} # a\n        delivers: x\n"),
    ("aspects in a block", "      customer:\n        satisfaction: 3.4/5 (9 responses)\n        aspects:\n          time: 70%\n        # end\n", with_aspects,
     "      customer:\n        satisfaction: 3.4/5 (9 responses)\n        aspects:\n          {care: 3.4/5 (9 responses), time: 80%}\n        # end\n"),
    ("short", "      customer: flowers # a\n", scored, "      customer: {delivers: flowers, satisfaction: 3.4/5 (9 responses)} # a\n"),
    ("nothing", "      customer: # a\n", scored, "      customer: {satisfaction: 3.4/5 (9 responses)} # a\n"),
    ("nothing at all", "      customer:\n", scored, "      customer: {satisfaction: 3.4/5 (9 responses)}\n"),
    ("list", "      customer: # l\n        - delivers: a # 1\n          satisfaction: 70% # 2\n        - b # 3\n", scored,
     "      customer: # l\n        - delivers: a # 1\n          satisfaction: 3.4/5 (9 responses) # 2\n        - {delivers: b, satisfaction: 3.4/5 (9 responses)} # 3\n"),
    ("list of one", "      customer:\n        - delivers: a # 1\n", scored, "      customer:\n        - satisfaction: 3.4/5 (9 responses)\n          delivers: a # 1\n"),
    ("flow", "      customer: {delivers: flowers, satisfaction: 80%} # a\n", scored, "      customer: {delivers: flowers, satisfaction: 3.4/5 (9 responses)} # a\n"),
    ("flow without a score", "      customer: {delivers: flowers} # a\n", scored, "      customer: {delivers: flowers, satisfaction: 3.4/5 (9 responses)} # a\n"),
    ("empty flow", "      customer: {} # a\n", scored, "      customer: {satisfaction: 3.4/5 (9 responses)} # a\n"),
    ("flow in a list", "      customer: [{delivers: a}, b]\n", scored,
     "      customer: [{delivers: a, satisfaction: 3.4/5 (9 responses)}, {delivers: b, satisfaction: 3.4/5 (9 responses)}]\n"),
    ("nothing changes", "      customer: {satisfaction:   80%,   weight: 1.0} # a\n", lambda s: s, "      customer: {satisfaction:   80%,   weight: 1.0} # a\n"),
    ("other letters", "      # \u82b1 \U0001f33b \u00e4\n      customer:\n        delivers: \u82b1\n        satisfaction: 80%\n", scored,
     "      # \u82b1 \U0001f33b \u00e4\n      customer:\n        delivers: \u82b1\n        satisfaction: 3.4/5 (9 responses)\n"),
    ("flow in its own spelling", "      customer: {satisfaction: 80%, delivers: 'x', weight: 3.0, target: 0.75} # a\n", scored,
     "      customer: {satisfaction: 3.4/5 (9 responses), delivers: 'x', weight: 3.0, target: 0.75} # a\n"),
]  # fmt: skip


@pytest.mark.parametrize("case", AMENDED, ids=[case[0] for case in AMENDED])
def test_only_the_scores_of_a_file_change(case):
    _, body, change, expected = case
    assert amend(body, change) == (expected, True)


@pytest.mark.parametrize(
    "body",
    [
        "      customer: {delivers: x,  # why\n        satisfaction: 80%}\n",
        "      customer:\n        satisfaction:\n          scale: 1-5\n          # asked in May\n          value: 3\n        weight: 2\n",
        "      customer:\n        satisfaction: {scale: 1-5, # asked in May\n          value: 3}\n",
        "      customer:\n        - {delivers: x, # why\n           weight: 2}\n",
        "      {customer}  # why\n",
        "      customer:\n        ? delivers  # why\n        : x\n",
    ],
)
def test_a_comment_stays_or_its_loss_is_said(body):
    new, kept = amend(body, scored)
    assert not kept or "# why" in new or "# asked in May" in new


def test_what_cannot_be_kept_is_said():
    text = HEAD + "      {customer}\n" + TAIL
    wanted = replace(
        vc.loads(text), services=[scored(service) for service in vc.loads(text).services.values()]
    )
    assert amended(text, wanted) == (vc.dumps(wanted), False)


def test_a_chain_that_differs_in_more_than_scores_is_written_anew():
    text = HEAD + "      customer: flowers\n" + TAIL
    chain = vc.loads(text)
    for other in (replace(chain, title="Other"), vc.load(EXAMPLES[1])):
        assert amended(text, other) == (vc.dumps(other), False)


def test_empty_sections_and_parties_do_no_harm():
    text = "valuechain: 1\nsuppliers:\nteams:\n  desk:\n  clerk:\n    name: x # n\n    serves:\n      customer: flowers\n  lost: {serves: }\ncustomers:\n  customer:\n"
    chain = vc.loads(text)
    wanted = replace(chain, services=[scored(service) for service in chain.services.values()])
    new, kept = amended(text, wanted)
    assert kept
    assert new == text.replace("flowers", "{delivers: flowers, satisfaction: 3.4/5 (9 responses)}")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_keeps_its_comments(path):
    text = path.read_text(encoding="utf-8")
    chain = vc.loads(text)
    rng = random.Random(9)
    for _ in range(10):
        services = [
            scored(service) if rng.random() < 0.4 else service
            for service in chain.services.values()
        ]
        wanted = replace(chain, services=services)
        new, kept = amended(text, wanted)
        assert kept
        assert vc.loads(new) == wanted
        assert re.findall(r"#.*", new) == re.findall(r"#.*", text)
        before, after = text.splitlines(), new.splitlines()
        assert len(set(before) - set(after)) <= sum(
            a != b for a, b in zip(services, chain.services.values(), strict=True)
        )


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_stay_as_they_are(end):
    text = (
        HEAD + "      customer:\n        satisfaction: 80%\n        delivers: x\n" + TAIL
    ).replace("\n", end)
    chain = vc.loads(text)
    new, kept = amended(
        text, replace(chain, services=[scored(service) for service in chain.services.values()])
    )
    assert kept
    assert new == text.replace("80%", "3.4/5 (9 responses)")


def test_any_chain_written_and_amended_is_the_chain():
    rng = random.Random(10)
    for _ in range(100):
        chain = odd_chain(rng)
        wanted = replace(
            chain,
            services=[
                with_aspects(s) if rng.random() < 0.5 else replace(s, satisfaction=None)
                for s in chain.services.values()
            ],
        )
        new, _ = amended(vc.dumps(chain), wanted)
        assert vc.loads(new) == wanted


# What a workbook shows and does not say.


def styled(path, cells, **sheets):
    """A workbook with some cells of the sheet of services changed: by value and number format."""
    made = openpyxl.load_workbook(book(path, **sheets))
    for place, (value, shown) in cells.items():
        made["services"][place] = value
        made["services"][place].number_format = shown
    made.save(path)
    return path


@pytest.mark.parametrize("shown", ["0%", "0.00%", "0.0%"])
def test_a_percentage_is_read_as_one(tmp_path, shown):
    cells = {"C2": (1.0, shown), "D2": (0.5, "0.00"), "E2": ("60%", shown)}
    rows = [
        ["provider", "customer", "satisfaction", "dependence", "target"],
        ["clerk", "customer", None, None, None],
    ]
    service = vc.read_excel(
        styled(tmp_path / "x.xlsx", cells, parties=PARTIES, services=rows)
    ).services["clerk->customer"]
    assert (service.satisfaction.text, service.dependence, service.target) == ("100%", 0.5, 0.6)


def test_an_error_of_the_spreadsheet_is_told(tmp_path):
    rows = [["provider", "customer", "satisfaction"], ["clerk", "customer", None]]
    (problem,) = problems(
        vc.read_excel,
        styled(tmp_path / "x.xlsx", {"C2": ("#N/A", "General")}, parties=PARTIES, services=rows),
    )
    assert (problem.message, problem.sheet, problem.line, problem.heading) == (
        "an error of the spreadsheet",
        "services",
        2,
        "satisfaction",
    )


def test_a_formula_or_merged_cells_as_headings_are_told(tmp_path):
    rows = [["provider", "customer", "=A1"], ["clerk", "customer", "x"]]
    (problem,) = problems(vc.read_excel, book(tmp_path / "x.xlsx", parties=PARTIES, services=rows))
    assert (problem.message, problem.line) == ("a formula", 1)
    made = openpyxl.load_workbook(
        book(
            tmp_path / "y.xlsx",
            parties=PARTIES,
            services=[["provider", "customer"], ["clerk", "customer"]],
        )
    )
    made["services"].merge_cells("A1:B1")
    made.save(tmp_path / "y.xlsx")
    (problem,) = problems(vc.read_excel, tmp_path / "y.xlsx")
    assert (problem.message, problem.line) == ("the cells A1 to B1 are merged", 1)


def rewritten(path, name, change):
    """A workbook with one of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            if data:
                archive.writestr(part, data)
    return path


def test_cells_without_a_place_cannot_be_checked(tmp_path):
    path = book(tmp_path / "x.xlsx", parties=PARTIES, services=SERVICES)
    rewritten(path, "xl/worksheets/sheet2.xml", lambda data: re.sub(rb' r="[A-Z]+1"', b"", data))
    (problem,) = problems(vc.read_excel, path)
    assert (problem.message, problem.sheet) == ("the sheet cannot be read", "services")


def test_a_workbook_without_styles_is_read(tmp_path):
    path = tmp_path / "x.xlsx"
    vc.write_excel(vc.loads(TINY), path)
    rewritten(path, "xl/styles.xml", lambda _: b"")
    assert vc.read_excel(path) == vc.loads(TINY)


def test_a_sheet_whose_text_is_broken_is_told(tmp_path):
    path = book(tmp_path / "x.xlsx", parties=PARTIES, services=SERVICES)
    rewritten(path, "xl/worksheets/sheet2.xml", lambda data: data[: len(data) // 2])
    (problem,) = problems(vc.read_excel, path)
    assert "cannot be read" in problem.message
    assert problem.sheet == "services"


TINY = "valuechain: 1\nteams:\n  clerk: {serves: {customer: flowers}}\ncustomers:\n  customer:\n"


def test_only_a_workbook_has_sheets():
    for sheet, words in ((0, "is the name of a sheet"), ("a", "only a workbook has sheets")):
        with pytest.raises(vc.ArgumentError, match=words):
            vc.read_survey([["provider", "customer", "score"], ["a", "b", 4]], sheet=sheet)


def test_a_number_of_thousands_of_digits_is_told():
    (problem,) = problems(vc.read_survey, [["provider", "customer", "score"], ["a", "b", 10**5000]])
    assert problem.message == "a number with thousands of digits"


def test_a_contradicting_scale_is_told():
    (problem,) = problems(
        vc.read_survey, [["provider", "customer", "score", "scale"], ["a", "b", "yes", "1-5"]]
    )
    assert "the column 'scale' says 1-5" in problem.message


# Ranges and aspects that were made in Python.


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"dependence_range": (0.9, 0.5)}, "a dependence_range of"),
        ({"dependence_range": [0.5, 0.9]}, "a dependence_range of"),
        (
            {"dependence_range": (0.5, 0.9), "dependence": 0.8},
            "a dependence of 0.8 beside the range",
        ),
        ({"aspects": "x"}, "aspects are 'x'"),
        ({"aspects": (("x",),)}, "aspects are"),
        ({"aspects": (("", vc.Score.of(0.5)),)}, "names no aspect"),
        ({"aspects": (("x", 0.5),)}, "which is not a score"),
        ({"aspects": (("x", vc.Score.of(0.5)), ("x", vc.Score.of(0.5)))}, "here twice"),
    ],
)
def test_what_cannot_be_written_cannot_be_made(changes, words):
    chain = vc.loads(TINY)
    service = chain.services["clerk->customer"]
    with pytest.raises(vc.ModelError, match=re.escape(words)) as caught:
        replace(chain, services={service.id: replace(service, **changes)})
    assert len(caught.value.problems) == 1


def test_a_range_of_a_whole_chain_is_checked_too():
    with pytest.raises(vc.ModelError, match="beside the range"):
        replace(vc.loads(TINY), dependence_range=(0.1, 0.2))


def test_a_range_on_an_edge_stands_without_its_middle():
    graph = networkx.DiGraph()
    graph.add_node("customer", kind="customer")
    graph.add_edge("clerk", "customer", dependence_low=0.5, dependence_high=0.9)
    service = vc.ValueChain.from_networkx(graph).services["clerk->customer"]
    assert (service.dependence, service.dependence_range) == (0.7, (0.5, 0.9))
    graph.edges["clerk", "customer"]["dependence_high"] = "much"
    with pytest.raises(vc.ModelError, match="a dependence_range of"):
        vc.ValueChain.from_networkx(graph)


def test_a_range_of_the_whole_graph_holds_where_nothing_else_is_said():
    graph = networkx.DiGraph(dependence=0.7, dependence_low=0.5, dependence_high=0.9)
    graph.add_node("customer", kind="customer")
    graph.add_edge("clerk", "customer")
    chain = vc.ValueChain.from_networkx(graph)
    assert (
        chain.dependence_range == chain.services["clerk->customer"].dependence_range == (0.5, 0.9)
    )


def test_a_sheet_with_a_stray_cell_is_told(tmp_path):
    path = styled(
        tmp_path / "x.xlsx",
        {"XFD1048576": ("stray", "General")},
        parties=PARTIES,
        services=SERVICES,
    )
    (problem,) = problems(vc.read_excel, path)
    assert "a stray cell stands far away" in problem.message
    assert problem.sheet == "services"


@pytest.mark.parametrize("shown", ['0" %"', "0\\%", "0_%", '"100% = "0', "[>1%]0"])
def test_a_literal_percent_sign_makes_no_percentage(tmp_path, shown):
    rows = [["provider", "customer", "weight"], ["clerk", "customer", None]]
    path = styled(tmp_path / "x.xlsx", {"C2": (4, shown)}, parties=PARTIES, services=rows)
    assert vc.read_excel(path).services["clerk->customer"].weight == 4


def test_a_far_cell_with_a_format_only_is_no_cell(tmp_path):
    path = styled(
        tmp_path / "x.xlsx", {"XFD1048576": (None, "0%")}, parties=PARTIES, services=SERVICES
    )
    assert vc.read_excel(path).services
