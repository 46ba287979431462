"""OpenAPI 3.0 to 3.1: where schemas live, and how their dialect changes."""
