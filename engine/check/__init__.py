"""What must be found in a plan before anybody publishes it: the rules R01-R36, each a function over a Seen."""
