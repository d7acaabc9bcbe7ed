"""What can be done with accounts; no web in here."""
