"""Making papers, numbering them, checking their codes; the office's own templates."""
