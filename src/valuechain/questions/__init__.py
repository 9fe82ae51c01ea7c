"""Questions to a chain: one module each, a function and its frozen result."""
