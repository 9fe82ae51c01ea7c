"""The command line: verbs in a table, and one loop that reads, asks, renders and writes.

It also sets the exit status.
"""
