"""From answers to scores: what was asked on which scale, what small groups may show, whose answers run high."""
