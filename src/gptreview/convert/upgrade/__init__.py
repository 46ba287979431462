"""Exact upgrade of OpenAPI documents: Swagger 2.0 to 3.0.3, 3.0.x to 3.1.0."""
