"""What a conversion emits: one module or package a target."""
