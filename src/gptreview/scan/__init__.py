"""Looks for what a policy may object to."""
