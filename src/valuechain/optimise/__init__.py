"""Which set of actions wins most for the money? All are tried, or a solver finds it."""
