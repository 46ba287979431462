"""Values to text: terminal, JSON, SARIF, Markdown."""
