"""The kheo command: one module per subject; each adds its parsers and answers with a value."""
