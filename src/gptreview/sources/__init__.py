"""Where plugins come from: files, folders and trees of folders."""
