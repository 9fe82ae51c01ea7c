"""How near is equal? Every tolerance that more than one module needs, with its reason.

Numbers that a person reads, numbers that decide a verdict and numbers that a computer rounds differ
by orders of magnitude; each is compared with its own tolerance, never with a number written where
it is needed.
"""

DIVISOR = 1e-300
"""What a divisor is at least, so that nothing is divided by zero."""
ROUNDING = 2.0**-52
"""Relative spacing of floats: what one operation may lose."""
TIE = 1e-12
"""Shortfalls, gains and contributions that differ by less are the same: so do sums in any order."""
GUARANTEED = 1e-10
"""Error of a shortfall beyond which a diagnosis warns."""
ALIKE = 1e-9
"""Drawn satisfactions, and gains that a solver found, that differ by less are the same."""
FAVOUR = 1e-9
"""How far below a target still meets it: meeting it exactly is met, whatever was rounded."""
EXACT = 1e-6
"""To which ends of spans along the dependences are exact."""
WORTH_NAMING = 5e-4
"""A change or a gain, 0..1, below which it is not worth naming: it would read as 0.0 points."""
DIGITS = 12
"""Decimals that decide an order: the bits behind them depend on the file's order."""
