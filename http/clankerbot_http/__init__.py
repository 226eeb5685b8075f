"""The HTTP side: composition root, middleware, routes, API tokens, and the command line."""
