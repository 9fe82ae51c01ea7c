"""Every mistake of the file format: one problem each, at its place, with its remedy."""

from helpers.mistakes_of_plans import OF_PLANS
from helpers.mistakes_of_structure import OF_STRUCTURE
from helpers.mistakes_of_values import OF_VALUES

# (name, text, line, column, part of the message, part of the hint)
MISTAKES = [*OF_STRUCTURE, *OF_PLANS, *OF_VALUES]
