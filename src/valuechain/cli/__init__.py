"""The command line: a table of verbs, and one loop that reads, asks, renders, writes and sets the exit status."""
