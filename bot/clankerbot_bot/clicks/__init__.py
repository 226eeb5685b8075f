"""What the buttons on cards do."""
