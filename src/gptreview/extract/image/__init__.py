"""Text in images: read by optical character recognition where the extra ``ocr`` is installed."""
