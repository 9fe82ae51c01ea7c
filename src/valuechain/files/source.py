"""The text of a file: its encoding, what may not stand in it, and where its problems are."""

from __future__ import annotations

from typing import Any

from valuechain.model.texts import UNSAFE, unsafe_name
from valuechain.problems import COLLECTED, FormatError, Problem

MAX_BYTES = 256 * 2**20
_WINDOW = 100  # characters shown around a place in a very long line
_SAFE_ASCII = bytes([9, 10, 13, *range(32, 127)])
_WIDE = "the file is UTF-16 or UTF-32"
_SAVE = "save the file as UTF-8"


class TooMany(Exception):
    """Enough problems were collected; reading stops."""


class Unreadable(Exception):
    """The text cannot be read beyond this place; the problem is already noted."""


class Problems:
    """Collects problems with their places in a text."""

    def __init__(self, text: str, file: str) -> None:
        self.text: str = text
        self.file: str = file
        self.found: list[Problem] = []
        self._counted = 0, 0  # an index, and how many lines end before it

    def at(self, mark: Any, message: str, hint: str = "") -> None:
        """Note a problem at a parser's mark (or anything with index, line and column, from 0)."""
        self._add(mark.index, mark.line, mark.column, message, hint)

    def at_index(self, index: int, message: str, hint: str = "") -> None:
        """Note a problem at the character with this index.

        Cheap when called in the order of the text.
        """
        counted, line = self._counted if self._counted[0] <= index else (0, 0)
        new = sum(self.text.count(end, counted, index) for end in "\r\n") - self.text.count(
            "\r\n", counted, index
        )
        self._counted = index, line + new
        start = max(self.text.rfind(end, 0, index) for end in "\r\n") + 1
        self._add(index, line + new, index - start, message, hint)

    def _add(self, index: int, line: int, column: int, message: str, hint: str) -> None:
        start = max(index - column, 0, index - 10 * _WINDOW)
        ends = [
            end
            for end in (self.text.find(c, index, index + 10 * _WINDOW) for c in "\r\n")
            if end >= 0
        ]
        source = self.text[start : min(ends, default=index + 10 * _WINDOW)]
        cut = max(0, index - start - _WINDOW // 2) if len(source) > _WINDOW else 0
        shown = source[cut : cut + _WINDOW]
        self.found.append(
            Problem(message, hint, line + 1, column + 1, self.file, shown, index - start - cut)
        )
        if len(self.found) >= COLLECTED:
            raise TooMany

    def forget(self, mark: Any) -> None:
        """Drop the last problem if it stands at this mark: a better explanation was found."""
        if self.found and (self.found[-1].line, self.found[-1].column) == (
            mark.line + 1,
            mark.column + 1,
        ):
            self.found.pop()

    def raise_if_any(self) -> None:
        """Raise all problems in the order of the text."""
        if self.found:
            raise FormatError(
                sorted(self.found, key=lambda problem: (problem.line or 0, problem.column or 0))
            )


def decoded(data: str | bytes, file: str) -> str:
    """The text of a UTF-8 file, with or without a byte order mark.

    Raises:
        FormatError: it is another encoding.
    """
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    if data[:4] == b"PK\x03\x04":
        hint = "turn it into YAML first: valuechain convert BOOK.xlsx FILE.yaml"
        raise _fault("this is a workbook", hint, 1, 1, file)
    if b"\0" in data[:2]:  # ASCII in two or four bytes a character, without a mark
        raise _fault(_WIDE, _SAVE, 1, 1, file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where, message = error.start, f"byte 0x{data[error.start]:02x} is not UTF-8"
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            where, message = 0, _WIDE
        before = data[:where].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise _fault(message, _SAVE, line, column, file) from None


def _fault(message: str, hint: str, line: int, column: int, file: str) -> FormatError:
    """The error of what is no text that can be read."""
    return FormatError([Problem(message, hint, line, column, file)])


def without_unsafe(text: str, problems: Problems) -> str:
    """`text` with control and bidirectional characters noted as problems and replaced.

    So reading can go on.
    """
    unusual = text.encode("utf-8", "surrogatepass").translate(
        None, delete=_SAFE_ASCII
    )  # usually nothing, and found at once
    if not unusual or UNSAFE.search(unusual.decode("utf-8", "surrogatepass")) is None:
        return text
    for match in UNSAFE.finditer(text):
        problems.at_index(match.start(), unsafe_name(match[0]), "delete it")
    return UNSAFE.sub("\ufffd", text)
