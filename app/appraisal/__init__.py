"""Appraisal (thẩm định): the sheet, the visit on the spot, declared conflicts of interest."""
