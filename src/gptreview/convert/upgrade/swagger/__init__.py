"""Swagger 2.0 to OpenAPI 3.0.3, one module for each idea that moved."""
