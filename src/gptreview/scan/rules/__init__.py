"""Rules: expressions that must stand together, one YAML file each."""
