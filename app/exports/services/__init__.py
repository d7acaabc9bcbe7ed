"""Asking for a file, making it, handing it over and clearing it away. No web in here."""
