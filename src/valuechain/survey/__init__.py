"""From answers to scores: on which scale, what small groups may show, whose answers run high."""
