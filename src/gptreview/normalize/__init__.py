"""Undoes disguises and keeps the way back to what was written."""
