"""How sure it is: every score drawn again and again, and the whole diagnosis with it."""
