"""The front of the house: home, notices about the site itself, display, machine answers."""
