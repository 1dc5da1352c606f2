"""How fast kheo is: its own actions over a real database, beside the same statements without it."""
