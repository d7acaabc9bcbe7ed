"""Spreadsheets, read within limits and written so that no cell is a formula."""
