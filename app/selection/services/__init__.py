"""The deeds of a selection session, one file each."""
