"""An executable graph moves: a saved state and a command give a new state and facts."""
