"""Tests of `document.markdown`: the document as Markdown, for who writes around it."""

import pytest

import valuechain as vc
from helpers.drawn import FLOWER, hostile
from valuechain.document.contents import document
from valuechain.document.markdown import markdown


def test_it_says_what_the_page_says():
    after = vc.load(FLOWER.with_name("flower_shop_after.yaml"))
    text = markdown(document(after, vc.load(FLOWER)))
    assert text.startswith("# Flower shop, a year later\n\n**Customers 80 %")
    headings = [line.lstrip("# ") for line in text.splitlines() if line.startswith("## ")]
    assert headings == [
        "What to do first",
        "How sure this is",
        "What to do for how much",
        "What changed",
        "Who must hear",
        "How it is built",
        "Every service",
        "How the numbers are made",
    ]
    assert "* Customer: 80 % (target 75 %; 73 to 86 %, 95 % sure)" in text
    assert text.count("\n| Clerk | Designer |") == 1


def test_names_are_no_markup():
    text = markdown(document(hostile()))
    assert "<script>" not in text
    assert "\\<script\\>" in text


@pytest.mark.parametrize("answers", ["", " (20 responses)"])
def test_what_to_do_first_says_so_where_no_link_is_a_step(answers):
    text = f"""{{valuechain: 1, teams: {{a: {{serves: {{cust: {{satisfaction: 50%{answers}, critical: true}}}}}},
        b: {{serves: {{cust: {{satisfaction: 50%{answers}, critical: true}}}}}}}}, customers: {{cust: }}}}"""
    told = markdown(document(vc.loads(text))).replace("\\", "")
    headline, _, rest = told.partition("## What to do first")
    chapter, _, _ = rest.partition("##")
    assert "Fix together a -> cust and b -> cust: worth 40 points; neither wins" in chapter
    assert "Fix together a -> cust and b -> cust" in headline
