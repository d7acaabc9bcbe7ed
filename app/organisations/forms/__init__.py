"""The forms of the room: registering and the profile; the people of an organisation."""
