"""Projects that have an estimate: how much of it is used, when it will be used up, and who is told of that."""
