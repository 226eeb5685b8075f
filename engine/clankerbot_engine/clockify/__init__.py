"""The Clockify API: client, typed models, resources, the workspace cache, and a sandbox that behaves like it."""
