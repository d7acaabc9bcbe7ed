"""What the calendar makes due at the desk: told to `flask lapse` when the room is opened."""

from app.chores import Chore, register
from app.review.services import extension, silence

# The letter to the applicant is only drafted: an officer signs it, or does not.
register(Chore("late dossier", extension.due, extension.treat))
register(Chore("person to remind", silence.due, silence.treat))
