"""Nouns: frozen values that every room passes on; standard library only."""
