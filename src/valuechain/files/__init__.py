"""The only door to disk: chains read from YAML and written to it, and the schema that editors check files with."""
