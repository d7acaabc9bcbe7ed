"""Đăng ký nhu cầu: what organisations would want, any day; the partners who speak for them."""
