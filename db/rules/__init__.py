"""What the Association decided, as pure functions: no clock, no I/O, standard library only."""
