"""The history brought in from the files offices have."""
