"""A source document (text or DOCX) becomes an outline, obligations, forms, findings, and the draft of a plan file."""
