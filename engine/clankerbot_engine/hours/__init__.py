"""Hours that people were to work: their working days less holidays and time off, and what is missing in Clockify."""
