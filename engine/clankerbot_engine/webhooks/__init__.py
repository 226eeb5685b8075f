"""Deliveries from outside: a provider verifies, identifies and normalizes them; `intake` takes each in once."""
