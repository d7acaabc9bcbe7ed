"""The deeds on a dossier, one file each."""
