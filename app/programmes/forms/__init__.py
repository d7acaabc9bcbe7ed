"""The forms of the room: contents and their questions, calls, programmes, settings."""
