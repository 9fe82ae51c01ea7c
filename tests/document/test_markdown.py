"""Tests of `document.markdown`: the document as Markdown, for who writes around it."""

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
