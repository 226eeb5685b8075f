"""`clankerbot doctor`: a module for each thing that is looked at, all of them giving `Finding`s."""
