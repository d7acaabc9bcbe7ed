"""The append-only record of what was done, by whom, when (nhật ký sự kiện)."""
