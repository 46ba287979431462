"""Statements of reasons for the DSA transparency database: how they are made and held to rules."""
