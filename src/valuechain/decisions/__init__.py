"""What to do about it, and did it help? One module for each question; all start from a diagnosis."""
