"""The tables, one module for each idea."""
