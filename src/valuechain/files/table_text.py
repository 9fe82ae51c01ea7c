"""What text does a file of a table hold, and what separates its cells?"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice

from valuechain.files.headings import Headings, folded
from valuechain.problems import FormatError, Problem, quoted

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe\0\0", "utf-32", "UTF-32"),
    (b"\0\0\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
"""How a file begins that says how its text is written."""
_USUAL = "utf-8", "UTF-8"
_SAVE = "save it as CSV UTF-8, which spreadsheets offer beside CSV"
_DELIMITERS = ",;\t|"
_TOP = 100_000  # characters in which the headings stand
_LINES = 100  # likewise
_ROWS = 20  # rows of a table whose headings nobody knows that tell what separates its cells
_NAMED = re.compile(r'"?sep=([^\w\r\n"])"?[^\w\r\n]*(?=\r|\n|$)', re.IGNORECASE)


def table_text(data: str | bytes, file: str, headings: Headings) -> tuple[str, str, bool]:
    r"""The text of a CSV file, what separates its cells, and whether its first line says so.

    That is ``sep=;``, as spreadsheets write and read it; otherwise it is what separates the known
    headings.

    Raises:
        FormatError: the text is written in none of UTF-8, UTF-16 and UTF-32, or its first line
            names a sign that does not separate the headings.

    >>> wanted = Headings("answers", ["score", "wave"], ["score"])
    >>> table_text("sep=;\nscore;wave\n", "", wanted)[1:]
    (';', True)
    """
    text = (data if isinstance(data, str) else _decoded(data, file)).lstrip("\ufeff")
    if named := _NAMED.match(text):
        _check_named(named[1], text[named.end() : _TOP], file, headings)
        return text, named[1], True
    return text, _delimiter(text[:_TOP], headings), False


def _check_named(sign: str, text: str, file: str, headings: Headings) -> None:
    """Refuse a first line that names another separator than the headings have."""
    other = _delimiter(text, headings)
    lines = text.splitlines()[:_LINES]
    most = {
        each: max((_known(line, each, headings)[0] for line in lines), default=0)
        for each in (sign, other)
    }
    if most[other] > most[sign]:
        message = (
            f"the first line says that {quoted(sign)} separates the cells: {quoted(other)} does"
        )
        hint = "correct the first line, or delete it"
        raise FormatError([Problem(message, hint, 1, 1, file)])


def _decoded(data: bytes, file: str) -> str:
    """The text that these bytes are."""
    encoding, name = next(
        ((encoding, name) for mark, encoding, name in _MARKS if data.startswith(mark)), _USUAL
    )
    if encoding == "utf-8" and b"\0" in data[:4]:
        raise _fault("the file is UTF-16 or UTF-32 and does not say which", 1, 1, file)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        whole, where = error.object, error.start  # without the mark, for some encodings
    before = whole[:where].decode(encoding, "ignore")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    shown = f"byte 0x{whole[where]:02x} is" if name == "UTF-8" else "these bytes are"
    raise _fault(f"{shown} not {name}", line, column, file)


def _fault(message: str, line: int, column: int, file: str) -> FormatError:
    return FormatError([Problem(message, _SAVE, line, column, file)])


def _delimiter(text: str, headings: Headings) -> str:
    """What separates the most known headings in one of the first lines, or else the most cells."""
    if not headings.known:
        return max(_DELIMITERS, key=lambda sign: _regular(text, sign))
    lines = text.splitlines()[:_LINES]
    worded = [line for line in lines if line.strip(_DELIMITERS + " ")] or lines or [""]
    return max(_DELIMITERS, key=lambda sign: max(_known(line, sign, headings) for line in worded))


def _regular(text: str, sign: str) -> tuple[int, int]:
    """How many of the first rows have the same number of cells, of at least two; and that."""
    rows = islice(csv.reader(io.StringIO(text, newline=""), delimiter=sign), _ROWS)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(((often, width) for width, often in widths.items()), default=(0, 0))


def _known(line: str, sign: str, headings: Headings) -> tuple[int, int]:
    """How many known headings a sign separates in a line, and how many cells."""
    words = line.split(sign)
    return sum(folded(word.strip('"')) in headings.known for word in words), len(words)
