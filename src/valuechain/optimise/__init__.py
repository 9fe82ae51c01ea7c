"""Which set of actions wins most for the money?

All sets where they are few, a solver where they are many.
"""
