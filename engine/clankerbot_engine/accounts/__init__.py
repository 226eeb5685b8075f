"""Who acts on whose Clockify: connections, their keys at rest, and how each person likes to be read."""
