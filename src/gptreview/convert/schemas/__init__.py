"""JSON schemas inside an action: walking, repairing, breaking recursion."""
