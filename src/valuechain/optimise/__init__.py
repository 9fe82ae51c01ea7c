"""Which actions win most for the money? All sets where they are few, else a solver."""
