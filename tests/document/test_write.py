"""Tests of `document.write`: the document as a file: the name's ending says which kind."""

from html import escape

import pytest

import valuechain as vc
from helpers.drawn import FLOWER
from valuechain.document.contents import document
from valuechain.document.page import page


def test_a_report_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "report.html"
    vc.write_report(vc.load(FLOWER), path)
    assert path.read_text(encoding="utf-8") == page(document(vc.load(FLOWER)))
    before = path.read_bytes()
    with pytest.raises(vc.ArgumentError, match="not of int"):
        vc.write_report(3, path)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [
        ("report.pdf", vc.UnknownNameError, "there are .html, .md, .xlsx, .pptx, .docx"),
        ("report", vc.UnknownNameError, "kind of report"),
        (3, vc.ArgumentError, "path is the name of a file"),
        ("a\0b.html", vc.ArgumentError, "path is the name of a file"),
        ("no/such/folder/report.html", OSError, "No such file"),
    ],
)
def test_where_it_cannot_be_written(path, error, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error, match=words):
        vc.write_report(vc.load(FLOWER), path)


def test_what_else_the_chain_says_has_its_chapters():
    whole = document(vc.example("retention"))
    anchors = [chapter.anchor for chapter in whole.chapters]
    assert anchors[-5:] == ["hear", "structure", "time", "defects", "money"]
    text = page(whole)
    for told in (
        "Speak first with Personnel about training and tools.",
        "the promise of 4 d may be broken",
        "289 of 340 units on time",
        "A point of satisfaction is worth 12,000 to 36,000 EUR.",
    ):
        assert told in text


def test_aspects_are_a_chapter_where_there_are_any():
    chain = vc.loads("""
    valuechain: 1
    teams:
      clerk: {serves: {customer: {satisfaction: 60% (20 responses), aspects: {speed: 50% (20 responses), manners: 80% (20 responses)}}}}
    customers:
      customer:
    """)
    whole = document(chain)
    assert [chapter.anchor for chapter in whole.chapters][-3] == "aspects"
    assert escape(vc.aspects(chain).answer) in page(whole)


def test_a_comparison_with_a_what_if_is_not_reported(tmp_path):
    diagnosis = vc.diagnose(vc.load(FLOWER))
    supposed = vc.compare(diagnosis.chain, vc.what_if(diagnosis, {"clerk": 0.9}))
    with pytest.raises(vc.ArgumentError, match="not of a what-if"):
        vc.write_report(supposed, tmp_path / "r.md")


@pytest.mark.parametrize("kind", [".html", ".docx", ".pptx", ".md", ".xlsx"])
def test_times_that_lead_to_no_customer_are_told_and_not_drawn(kind, tmp_path):
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {b: {takes: 2 h}, c: {satisfaction: 50%}}}, b: }, "
        "customers: {c: }}"
    )
    vc.write_report(chain, tmp_path / f"r{kind}")
    assert "<svg" not in vc.timing(chain)._repr_html_()
    with pytest.raises(vc.ArgumentError, match="nothing to show"):
        vc.draw(vc.timing(chain))
