"""Correspondence (trao đổi): letters worded on screen, what was sent, questions and answers."""
