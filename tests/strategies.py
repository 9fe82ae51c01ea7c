"""Hypothesis strategies: what is drawn shrinks to the smallest that fails."""

import random

from hypothesis import strategies as st

from chains import random_chain, rich_chain

texts = st.one_of(
    st.text(
        st.characters(
            exclude_categories=("Cs", "Cc"),
            exclude_characters="\u2028\u2029\ufeff\u061c\u200e\u200f\ufffe\uffff",
        ),
        min_size=1,
    ),
    st.sampled_from(
        [
            "no",
            "~",
            "null",
            "12:30",
            "1e3",
            "- x",
            "{",
            "a: b",
            "#",
            " x ",
            "'",
            '"',
            "a\nb",
            "a\tb",
            "<<",
            "=",
            "!x",
            "&a",
            "*a",
            "%",
            "@",
            "[",
            "?",
        ]
    ),
).filter(
    lambda text: not any(0x202A <= ord(c) <= 0x202E or 0x2066 <= ord(c) <= 0x2069 for c in text)
)


@st.composite
def chains(draw, **options):
    """A random chain; shrinks through its seed and its size."""
    seed = draw(st.integers(0, 10**6))
    parties = draw(st.integers(3, 8))
    services = draw(st.integers(1, 14))
    return random_chain(random.Random(seed), parties=parties, services=services, **options)


@st.composite
def rich_chains(draw):
    """A chain with something in every field; shrinks through its seed."""
    return rich_chain(random.Random(draw(st.integers(0, 10**6))))
