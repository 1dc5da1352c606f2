"""The deadlines of the year."""
