"""One file per use case: load, decide, save, in one transaction."""
