"""The GPT action: what the GPT builder accepts, and nothing it would drop unsaid."""
