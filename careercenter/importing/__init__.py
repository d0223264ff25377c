"""Reading postings from files: rows, what their columns say, what only their words say, and bringing them into the board."""
