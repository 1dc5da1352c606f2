"""How the tables came to their present shape, revision by revision."""
