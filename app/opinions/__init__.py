"""Opinions (xin ý kiến) of other bodies: asked by letter, answered on paper or by a link."""
