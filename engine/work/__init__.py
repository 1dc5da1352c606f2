"""Facts become human work: tasks, days, forms, criteria, reminders. Pure."""
