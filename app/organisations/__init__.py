"""Organisations (tổ chức): self-registration, profile, identifiers, beneficiaries."""
