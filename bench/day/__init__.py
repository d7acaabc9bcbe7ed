"""`python -m bench.day`: an office's day on many dossiers, done by hand in a real browser."""
