"""Who may come in: accounts, sessions, tokens and the links that make them."""
