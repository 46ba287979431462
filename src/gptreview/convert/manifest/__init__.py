"""ai-plugin.json to a PluginManifest, oddities included."""
