"""Bytes become a parsed document: safely, with nothing constructed and every line findable."""
