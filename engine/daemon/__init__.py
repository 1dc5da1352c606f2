"""The loop that ticks: reminders, escalation, outbox."""
