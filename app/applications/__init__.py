"""The dossier (hồ sơ): draft, submit, supplement, withdraw; `workflow.py` is its law."""
