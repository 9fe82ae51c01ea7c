"""The only door to disk: chains read from files and written to them, and the schema of YAML."""
