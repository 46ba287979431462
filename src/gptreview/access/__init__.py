"""How somebody proves who they are: passwords, secrets that are shown once, OpenID Connect."""
