"""Who carries out which kind of action: the port (`port`), the router, and the integrations of our own."""
