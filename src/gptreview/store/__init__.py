"""The database: tables, what is read from them and written to them; nobody else knows it."""
