"""kheo's engine: a plan file becomes BPMN, BPMN becomes tasks, tasks become rows."""
