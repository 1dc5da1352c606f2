"""A plan value becomes BPMN 2.0, and BPMN an executable graph."""
