"""Letters (thư điện tử) that wait to leave, written in the same transaction as the deed."""
