"""What programs send to the JSON API and get from it, as its document describes it."""
