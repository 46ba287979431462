"""What leaves the house: statements of reasons, figures, and the whole of one case."""
