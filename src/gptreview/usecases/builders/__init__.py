"""What builders do with their own listings, and how they prove that these are their own."""
