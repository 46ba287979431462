"""Verbs: what the faces can ask for."""
