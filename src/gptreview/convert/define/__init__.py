"""An OpenAPI 3.1 document and a manifest to an ActionDefinition."""
