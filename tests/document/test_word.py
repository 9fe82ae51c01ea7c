"""Tests of `document.word`: the document for a word processor: for who writes around it."""

import io
import sys

import docx
import pytest

import valuechain as vc
from helpers.drawn import FLOWER, hostile
from valuechain.document.contents import document
from valuechain.document.word import word

AFTER = FLOWER.with_name("flower_shop_after.yaml")


def test_it_says_what_the_page_says_and_shows_its_pictures():
    whole = document(vc.load(AFTER), vc.load(FLOWER))
    data = word(whole)
    paper = docx.Document(io.BytesIO(data))
    texts = [paragraph.text for paragraph in paper.paragraphs]
    assert whole.answer in texts
    assert "Customer: 80 % (target 75 %; 73 to 86 %, 95 % sure)" in texts
    headings = [p.text for p in paper.paragraphs if p.style.name == "Heading 1"]
    assert headings == [
        *(chapter.heading for chapter in whole.chapters), "Every service", "How the numbers are made",
    ]  # fmt: skip
    assert len(paper.inline_shapes) == sum(chapter.shows is not None for chapter in whole.chapters)
    services = paper.tables[-1]
    assert len(services.rows) == 1 + len(whole.diagnosis.rows)
    assert word(document(vc.load(AFTER), vc.load(FLOWER))) == data


def test_a_chain_that_is_fine_has_no_table_of_steps():
    text = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 95%}}}}, customers: {c: }}"
    paper = docx.Document(io.BytesIO(word(document(vc.loads(text)))))
    assert len(paper.tables) == 1


@pytest.mark.filterwarnings("ignore::valuechain.GlyphWarning")
def test_names_are_texts():
    paper = docx.Document(io.BytesIO(word(document(hostile()))))
    cells = {cell.text for row in paper.tables[-1].rows for cell in row.cells}
    assert "<script>alert(1)</script>" in cells


def test_without_python_docx_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(vc.MissingExtraError, match=r"valuechain\[word\]"):
        word(document(vc.load(FLOWER)))
