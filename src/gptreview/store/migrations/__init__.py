"""The way from any older schema to the newest; Alembic walks it, `store.schema` sends it."""
