"""How remote systems are asked: not while they are down, not again and again, and not more often than they take."""
