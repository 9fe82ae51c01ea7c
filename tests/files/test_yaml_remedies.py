"""Tests of `files.yaml_remedies`: what is to be done where a text is not YAML?"""

import pytest

import valuechain as vc

CHAIN = """valuechain: 1
title: {title}
teams:
  a:
    serves:
      c: {served}
customers: {{c: }}
"""


@pytest.mark.parametrize(
    ("title", "served", "line", "remedy"),
    [
        ("x", "{satisfaction: 50%}}", 6, "a bracket too many"),
        ("x", "{delivers: 'it's ready'}", 6, "quotes of the other kind"),
        ("x", '{delivers: "Ben" book}', 6, "quotes of the other kind"),
        ('"Ben" book', "", 2, "quotes of the other kind"),
        ('"open', "", 2, "close the quote"),
        ("- x", "", 2, "begins with '- '"),
        ("order: form", "", 2, "contains ': '"),
        ("x", "{delivers: parts", 7, "close the bracket"),
        ("x\n indented: 1", "", 3, "check the indentation"),
    ],
)
def test_the_remedy_is_for_what_stands_there(title, served, line, remedy):
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(CHAIN.format(title=title, served=served))
    problem = caught.value.problems[-1]
    assert problem.line == line
    assert remedy in problem.hint
