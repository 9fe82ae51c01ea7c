"""Where everything stands: pure numbers. Reads in the order of its steps: loops, columns, order, heights, routes."""
