"""Functions for Indonesian government work: working days, amounts, dates."""
