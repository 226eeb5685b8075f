"""From a clause with its cue to an action: one function for each kind, in modules by family."""
