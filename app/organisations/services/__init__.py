"""What can be done with organisations; no web in here."""
