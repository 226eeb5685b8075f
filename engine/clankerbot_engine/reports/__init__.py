"""Totals of time over a period: which days, which reports to ask Clockify for, and their sum."""
