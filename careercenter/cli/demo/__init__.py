"""The demonstration: its words in `data/`, and the code that makes a board of them."""
