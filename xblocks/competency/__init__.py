"""Competencies: frameworks, the evidence that responses give, and the rule that turns evidence into a status."""
