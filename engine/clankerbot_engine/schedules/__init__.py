"""What is carried out again and again: when (`cron`, `fire_times`), what (`service`), claimed and fired (`firing`)."""
