"""Migrate legacy ChatGPT plugins to GPT actions and review what they say."""

__version__ = "0.1.0"
