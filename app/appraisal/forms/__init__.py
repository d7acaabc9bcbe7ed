"""Forms of the appraisal."""
