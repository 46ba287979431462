"""What an API description says to the model, joined to what the API can do."""
