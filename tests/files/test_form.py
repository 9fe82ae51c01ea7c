"""Tests of `files.form`: a form to hand out, and the map that reads it back."""

import random

import openpyxl
import pytest

import valuechain as vc
from chains import EXAMPLES
from valuechain.files.form import FormFiles

TWINS = """
valuechain: 1
teams:
  a: {name: "Service: [desk] / with a very, very long name", serves: {c: [{delivers: x}, {delivers: x}, {delivers: y}], d: [{delivers: x}, {}]}}
  b: {name: "Service: [desk] / with a very, very long name", serves: {a: , c: {delivers: x, aspects: {speed: 80%, care: 70%}}}}
  "***": {name: "''", serves: {a: , b: }}
  questions: {name: Questions, serves: {c: }}
  e: {serves: {questions: , "***": }}
customers:
  c: {name: Customer}
  d: {name: CUSTOMER}
"""


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("example", [*EXAMPLES, TWINS], ids=str)
def test_every_answer_comes_back_to_its_service_and_aspect(example, seed, tmp_path):
    chain = vc.loads(example) if example is TWINS else vc.load(example)
    chain = vc.ValueChain(
        [
            party.__class__(party.id, name=party.name, kind=party.kind)
            for party in chain.parties.values()
        ],
        chain.services.values(),
    )
    form = vc.survey_form(chain)
    files = FormFiles(form)
    path, beside = tmp_path / "form.xlsx", tmp_path / "form.map.yaml"
    path.write_bytes(files.workbook())
    beside.write_text(files.map(), encoding="utf-8")
    book = openpyxl.load_workbook(path)
    rng = random.Random(seed)
    given = {}
    for party, questions in form.by_party.items():
        sheet = book[files.sheets[party]]
        heads = [cell.value for cell in sheet[1]]
        assert len(set(heads)) == len(questions) + 1
        for row in range(2, rng.randint(4, 7)):
            for question in questions:
                mark = rng.choice([1, 2, 3, 4, 5, None])
                sheet.cell(row, 1 + heads.index(files.headings[question])).value = mark
                key = question.service, question.aspect
                given.setdefault(key, []).extend([mark] * (mark is not None))
    book.save(path)
    filled = vc.read_survey(path, mapping=beside, chain=chain).apply(chain)
    for (service, aspect), marks in given.items():
        found = filled.services[service]
        score = dict(found.aspects).get(aspect) if aspect else found.satisfaction
        if marks:
            assert score.responses == len(marks)
            assert score.value == pytest.approx((sum(marks) / len(marks) - 1) / 4)


def test_every_party_of_one_name_has_a_sheet_of_its_own():
    alike = "the shop in the high street of town "  # longer than a sheet's name may be
    parties = [vc.Party("a")]
    parties += [vc.Party(f"{alike}{n}", name="Shop", kind="customer") for n in range(1200)]
    services = [vc.Service(f"a->{party.id}", "a", party.id) for party in parties[1:]]
    sheets = FormFiles(vc.survey_form(vc.ValueChain(parties, services))).sheets
    assert len({name.casefold() for name in sheets.values()}) == 1200
    assert max(map(len, sheets.values())) <= 31
