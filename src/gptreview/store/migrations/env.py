"""What Alembic runs first: it works on the connection that `store.schema` hands over."""

from alembic import context

from gptreview.store.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
