"""The one HTTP client: address guard, redirects, size and time limits."""
