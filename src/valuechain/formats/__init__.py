"""A Report in the form that is asked for: one module a format."""
