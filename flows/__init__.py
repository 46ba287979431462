"""When and where the use-cases run: Prefect, and nothing of the business."""
