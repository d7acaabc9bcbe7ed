"""Uploaded files (tệp đính kèm): check, store, serve."""
