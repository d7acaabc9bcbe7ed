"""Bringing history in: read, judge, decide, apply, roll back. No web in here."""
