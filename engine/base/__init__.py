"""Below everything: time, ids, calendar days, text folding, diagnostics."""
