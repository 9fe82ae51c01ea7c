"""The client's copy: everything that is said of a chain in one document."""
