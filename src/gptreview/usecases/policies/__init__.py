"""What leads do with policies: see which were used, and try the next one."""
