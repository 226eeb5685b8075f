"""What several instances share beside the database: Redis, and what they tell one another."""
