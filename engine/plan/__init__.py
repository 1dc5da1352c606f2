"""A plan file becomes a checked, frozen value."""
