"""People and programs are told of what became of a case."""
