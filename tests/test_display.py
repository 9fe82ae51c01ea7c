"""Tests of `display`: how does a value show itself? As text where it is printed, as a picture and words in a notebook."""

import re
from html import unescape

import valuechain as vc
from helpers.verbs import CLINIC, answer, flat
from organisations import organisation
from valuechain.drawing.style import HALO


def test_a_notebook_shows_the_picture_the_answer_and_the_reasons(clinic):
    html = clinic.simulation._repr_html_()
    assert html.count("<svg") == 1
    plain = flat(unescape(re.sub(r"<[^>]*>", " ", html)))
    assert answer(clinic.simulate.out.partition("\n\n")[2]) in plain
    assert "<h4>What the survey cannot decide</h4>" in html
    assert "<script" not in html
    assert HALO in html, "the first step of the words is marked in the picture"


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


def test_a_cell_says_the_answer_once(clinic):
    for value in (clinic.chain, vc.diagnose(clinic.chain), clinic.simulation):
        html = flat(unescape(re.sub(r"<[^>]*>", " ", value._repr_html_())))
        answer_of = flat(getattr(value, "answer", "no answer of its own"))
        assert html.count(answer_of[:60]) == ("answer of its own" not in answer_of)


def test_rows_and_explanations_have_html(clinic):
    diagnosis = vc.diagnose(clinic.chain)
    row = diagnosis.services[0]
    for value in (row, diagnosis.explain(row.id), diagnosis.steps[0], clinic.simulation.rows[0]):
        html = value._repr_html_()
        assert html.startswith("<div><p>")
        assert flat(unescape(re.sub(r"<[^>]*>", " ", html))) == flat(str(value))


def test_a_cell_of_three_hundred_services_is_small():
    for seed in (1, 2, 3):
        chain = organisation(seed, parties=120, ratio=2.5, departments=True)
        assert len(chain.services) >= 300
        assert len(vc.diagnose(chain)._repr_html_()) < 300_000
