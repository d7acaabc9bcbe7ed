"""Programmes, projects, calls (đợt), support contents (nội dung hỗ trợ), working days."""
