"""Statements that can be held against a key: DSSE envelopes, Ed25519."""
