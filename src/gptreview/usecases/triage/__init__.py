"""Reports and cases: what comes in, what becomes of it, and what people decide."""
