"""Pure conversion: manifest and OpenAPI text in, action definition and named losses out."""
