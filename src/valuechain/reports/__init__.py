"""What is said of a result: one module for each question, under its name."""
