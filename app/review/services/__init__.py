"""The desk's deeds, one file each."""
