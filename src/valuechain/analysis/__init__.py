"""A chain in numbers: what is own, what is inherited, whose doing it is, what a change does."""
