"""Which characters look like plain ones, and what are they called?

Word processors, spreadsheets and web pages put them where people typed plain ones.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import zip_longest

_NAMES = {
    "\u00a0": ("no-break space", " "),
    "\u202f": ("narrow no-break space", " "),
    "\u2007": ("figure space", " "),
    "\u2009": ("thin space", " "),
    "\u2018": ("curly quote", "'"),
    "\u2019": ("curly quote", "'"),
    "\u201a": ("low quote", "'"),
    "\u201c": ("curly double quote", '"'),
    "\u201d": ("curly double quote", '"'),
    "\u201e": ("low double quote", '"'),
    "\u2010": ("hyphen", "-"),
    "\u2011": ("non-breaking hyphen", "-"),
    "\u2013": ("en dash", "-"),
    "\u2014": ("em dash", "-"),
    "\u2212": ("minus sign", "-"),
    "\u2044": ("fraction slash", "/"),
    "\u2215": ("division slash", "/"),
    "\u2192": ("arrow", "->"),
    "\u2026": ("ellipsis", "..."),
}
_HIDDEN = {
    "\u00ad": "soft hyphen",
    "\u200b": "zero-width space",
    "\u2060": "word joiner",
}
"""What is not seen at all."""
_LATIN = dict(
    zip(
        "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0391\u0392\u0395\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a7\u03bf",
        "aeopcyxiABEKMHOPCTXABEIKMNOPTXo",
        strict=True,
    )
)
"""Cyrillic and Greek letters that look like Latin ones."""
_PLAIN = str.maketrans({sign: plain for sign, (_, plain) in _NAMES.items()})
_SEEN = str.maketrans({**_LATIN, **dict.fromkeys(_HIDDEN, "")})


def plainly(text: str) -> str:
    """The text with the characters that a keyboard has.

    >>> plainly("81\u00a0%"), plainly("\u22128")
    ('81 %', '-8')
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text.translate(_PLAIN))


def unusual(text: str) -> str:
    """The characters of a text that no keyboard has, by name, and what to write instead.

    >>> unusual("81\u00a0%")
    'a no-break space (U+00A0): write a plain space'
    """
    found = [sign for sign in dict.fromkeys(text) if sign in _NAMES]
    return ", ".join(f"{_called(sign)}: write {_instead(_NAMES[sign][1])}" for sign in found)


def _called(sign: str) -> str:
    name = _NAMES[sign][0]
    article = "an" if name[0] in "aeiou" else "a"
    return f"{article} {name} (U+{ord(sign):04X})"


def _instead(plain: str) -> str:
    return "a plain space" if plain == " " else plain


def hidden(text: str) -> str:
    """The characters of a text that nobody sees, by name.

    >>> hidden("on\u00adline")
    'a soft hyphen (U+00AD)'
    """
    if text.isascii():
        return ""
    found = [sign for sign in dict.fromkeys(text) if sign in _HIDDEN]
    return ", ".join(f"a {_HIDDEN[sign]} (U+{ord(sign):04X})" for sign in found)


def look_alike(word: str, other: str) -> str:
    """Why two spellings that differ look the same, or ``""`` where they do not.

    >>> look_alike("Mu\u0308ller", "M\u00fcller")
    'looks the same but is spelt with other characters (u and U+0308 for \u00fc)'
    """
    if word == other or _seen(word) != _seen(other):
        return ""
    pairs = zip_longest(_clusters(word), _clusters(other), fillvalue="")
    here, there = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
    return f"looks the same but is spelt with other characters ({_spelt(here)} for {_spelt(there)})"


def twins(words: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Words that nobody tells apart at a glance, each with the first of its kind, and why.

    >>> list(twins(["Shop", "shop"]))
    [('shop', 'Shop', 'differs in capitals or spaces only')]
    """
    first: dict[str, str] = {}
    for word in dict.fromkeys(words):
        other = first.setdefault("".join(_seen(word).casefold().split()), word)
        if other != word:
            yield word, other, look_alike(word, other) or _differs(word, other)


def _differs(word: str, other: str) -> str:
    """In what two words differ that are the same but for capitals, spaces and the like."""
    if "".join(word.split()).lower() == "".join(other.split()).lower():
        return "differs in capitals or spaces only"
    return "differs in its spelling only"


def _seen(text: str) -> str:
    """What somebody sees, who does not see how it is spelt."""
    return plainly(unicodedata.normalize("NFKC", text)).translate(_SEEN)


def _clusters(text: str) -> list[str]:
    """Letters with what is put on them."""
    found: list[str] = []
    for sign in text:
        if unicodedata.combining(sign) and found:
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _spelt(cluster: str) -> str:
    """A letter, or the codes of what cannot be told by looking."""
    if cluster in _NAMES:
        return _called(cluster)
    return " and ".join(map(_code, cluster)) if cluster != " " else "a plain space"


def _code(sign: str) -> str:
    plain = sign.isascii() or (unicodedata.category(sign)[0] == "L" and sign not in _LATIN)
    return sign if plain else f"U+{ord(sign):04X}"
