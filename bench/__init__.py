"""`python -m bench`: how far the pages and the submission are from what must be done at least."""
