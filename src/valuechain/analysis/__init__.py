"""A chain in numbers: what is own, what is inherited, whose doing it is, and what a change changes."""
