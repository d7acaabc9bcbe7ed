"""The acts that change what an organisation is, what they would do, and the officer's page."""
