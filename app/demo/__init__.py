"""Demonstration data (dữ liệu trình diễn): invented, marked DEMO, made through the services."""
