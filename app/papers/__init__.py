"""The engine of official papers: named fields to PDF and Word, numbers, codes to check."""
