"""The task list and the page of one task."""
