"""A whole period of a plan before it is published: the real actions, a fake clock, synthetic units and people."""
