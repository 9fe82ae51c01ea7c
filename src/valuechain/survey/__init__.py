"""From answers to scores: what small groups may show, whose answers run high."""
