"""Values become rows and rows values."""
