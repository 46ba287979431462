"""Bytes to text, inside a budget; what could not be read is a value."""
