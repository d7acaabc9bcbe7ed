"""The desk (bàn xét duyệt): queue, assignment, appraisal, decision, issue."""
