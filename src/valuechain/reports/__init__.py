"""How results are told: one report in words, then rendered as text or HTML. Importing it teaches the values to show themselves."""

from valuechain.formats import text

__all__ = ["text"]
