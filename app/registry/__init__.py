"""Sổ tổ chức: what an organisation is, had, has and asked; the acts that change what it is."""
