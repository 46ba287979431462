"""Personal data: what identifies somebody, and whether it is a person's or a sample."""
