"""The routes of the core and the reports API, one module for each resource, and the sandbox's own control routes."""
