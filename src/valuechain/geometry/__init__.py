"""Where everything stands: numbers in, numbers out. Reads in the order of the steps in `layout`."""
