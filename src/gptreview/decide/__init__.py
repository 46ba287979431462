"""Findings, coverage and a policy to a verdict; pure."""
