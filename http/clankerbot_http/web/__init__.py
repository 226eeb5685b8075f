"""The pages that people look at: the playground, and what it is made of."""
