"""The numeric core: how shortfall runs through a network. Arrays in, arrays out.

Knows no files, words or screens.
"""
