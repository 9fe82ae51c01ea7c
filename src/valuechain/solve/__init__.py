"""The numeric core: how shortfall runs through a network. Arrays in, arrays out; knows no files, words or screens."""
