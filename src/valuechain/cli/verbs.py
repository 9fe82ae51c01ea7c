"""The table of verbs, in the order in which help lists them."""

from __future__ import annotations

from valuechain.cli.file_verbs import FILE_VERBS
from valuechain.cli.question_verbs import QUESTION_VERBS

VERBS = (*QUESTION_VERBS, *FILE_VERBS)
