"""How near is equal? Every tolerance that more than one module needs, with its reason.

Numbers that a person reads, numbers that decide a verdict and numbers that a computer rounds differ
by orders of magnitude; each is compared with its own tolerance, never with a number written where
it is needed.
"""

ROUNDING = 2.0**-52
"""Relative spacing of floats: what one operation may lose."""
TIE = 1e-12
"""Shortfalls, gains and contributions that differ by less are the same.

Sums in another order differ by less.
"""
FAVOUR = 1e-9
"""By how much every comparison is decided in the service's favour.

Meeting a target exactly is meeting it.
"""
EXACT = 1e-6
"""To which ends of spans along the dependences are exact."""
GUARANTEED = 1e-10
"""Error of a shortfall beyond which a diagnosis warns."""
WORTH_NAMING = 5e-4
"""A change or a gain, on the 0..1 scale, below which it is not worth naming.

It would read as 0.0 points.
"""
AS_GOOD = 0.9
"""Part of what the first step wins from which on another is as good as it."""
DIGITS = 12
"""Decimals that decide an order.

Equal contributions may differ in the bits behind them, which depend on the machine and on
how a link is split into services.
"""
