"""How sure it is: every score drawn again and again as its answers allow, and diagnosed."""
