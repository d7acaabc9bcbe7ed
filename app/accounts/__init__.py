"""People (tài khoản): sign-in, reset, sessions, roles."""
