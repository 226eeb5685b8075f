"""How well texts are understood: a corpus, what is right of it, and other libraries on the same expressions."""
