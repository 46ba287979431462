"""What anybody may see: published verdicts, and how they changed."""
