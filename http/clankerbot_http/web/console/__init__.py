"""The console: what goes on in the service, for those who run it."""
