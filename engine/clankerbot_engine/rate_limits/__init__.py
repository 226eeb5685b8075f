"""Who may call how often: a token bucket for each key, in this process or shared by all instances."""
