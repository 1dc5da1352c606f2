"""A run of a plan: overview, diagram, publication."""
