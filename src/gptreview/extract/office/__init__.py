"""PDF and Office files: read in a process of their own, since their parsers meet hostile bytes."""
