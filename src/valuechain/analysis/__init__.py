"""Questions to a chain, one module each; the first is what is wrong: `diagnosis`."""
