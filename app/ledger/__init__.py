"""The ledger (sổ hỗ trợ): who has had what; the once-only rule lives here."""
