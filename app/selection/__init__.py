"""Selection (xét chọn): the council's sessions, scores, ranking, and the reserve list."""
