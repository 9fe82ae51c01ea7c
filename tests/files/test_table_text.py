"""Tests of `files.table_text`: what text does a file of a table hold, and what separates its cells?"""

import io

import pytest

import valuechain as vc
from helpers.answers import problems

TABLE = "provider,customer,score\nMüller,b,4\na,b,9\n"


@pytest.mark.parametrize("first", ["sep={}", "SEP={}", '"sep={}"', "sep={}{}{}", "sep={}\n"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|", "^"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_line_that_names_the_separator_is_obeyed_and_counted(first, sign, end, encoding):
    text = first.replace("{}", sign) + "\n" + TABLE.replace(",", sign)
    (problem,) = problems(io.BytesIO(text.replace("\n", end).encode(encoding)))
    assert problem.message == "9 is outside the scale 1-5"
    assert problem.line == 4 + first.count("\n")
    right = text.replace("9", "5").replace("\n", end).encode(encoding)
    survey = vc.read_survey(io.BytesIO(right))
    assert [row.provider for row in survey] == ["Müller", "a"]
    assert survey.notes == ("Scores that name no scale are read as 1-5.",)


@pytest.mark.parametrize("sign", ";|^")
def test_a_line_that_names_another_separator_is_told_and_the_remedy_works(sign):
    text = TABLE.replace("9", "5")
    (problem,) = problems(io.StringIO(f"sep={sign}\n{text}"))
    assert (problem.line, problem.hint) == (1, "correct the first line, or delete it")
    assert f"'{sign}' separates the cells: ',' does" in problem.message
    for right in (text, f"sep=,\n{text}"):
        assert vc.read_survey(io.StringIO(right)).answers == 2


def test_a_party_called_sep_is_none():
    survey = vc.read_survey(io.StringIO("provider,customer,score\nsep=;,b,4\n"))
    assert survey.rows[0].provider == "sep=;"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        ("", "utf-8"), ("", "utf-8-sig"), ("", "utf-16"), ("", "utf-32"),
        ("\ufeff", "utf-16-le"), ("\ufeff", "utf-16-be"),
        ("\ufeff\ufeff", "utf-8"),
        ("\ufeff", "utf-32-le"), ("\ufeff", "utf-32-be"),
    ],
)  # fmt: skip
def test_text_that_says_how_it_is_written_is_read(mark, encoding, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes((mark + TABLE.replace("9", "5")).encode(encoding))
    assert [row.provider for row in vc.read_survey(path)] == ["Müller", "a"]


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (TABLE.encode("cp1252"), (2, 2), "byte 0xfc is not UTF-8"),
        (TABLE.encode("mac-roman"), (2, 2), "byte 0x9f is not UTF-8"),
        (b"\xef\xbb\xbf" + TABLE.encode("latin-1"), (2, 2), "byte 0xfc is not UTF-8"),
        (TABLE.encode("utf-16-le"), (1, 1), "UTF-16 or UTF-32 and does not say which"),
        (TABLE.encode("utf-16-be"), (1, 1), "UTF-16 or UTF-32 and does not say which"),
        (TABLE.encode("utf-32-be"), (1, 1), "UTF-16 or UTF-32 and does not say which"),
        (TABLE.encode("utf-16") + b"x", (4, 1), "these bytes are not UTF-16"),
        (TABLE.encode("utf-32") + b"xx", (4, 1), "these bytes are not UTF-32"),
    ],
)
def test_any_other_encoding_is_told_with_its_place_and_a_remedy(data, place, message):
    (problem,) = problems(io.BytesIO(data))
    assert message in problem.message
    assert (problem.line, problem.column) == place
    assert problem.hint.startswith("save it as CSV UTF-8")


@pytest.mark.parametrize("sign", ";\t|")
def test_a_title_does_not_hide_the_separator(sign):
    text = '"All teams, 2025, first wave"\n' + TABLE.replace(",", sign).replace("9", "5")
    survey = vc.read_survey(io.StringIO(text))
    assert survey.answers == 2
    assert (
        survey.notes[0]
        == "Above the headings, and left out: row 1 ('All teams, 2025, first wave')."
    )


def test_where_no_heading_is_known_the_sign_that_separates_most_is_taken():
    text = "Teams, all;IT;HR;Shop\nr1;4;5;3\nr2;4;5;3\n"
    assert "one column per question" in problems(io.StringIO(text))[0].message
    assert "the table is empty" in problems(io.StringIO("\n;\n"))[0].message
