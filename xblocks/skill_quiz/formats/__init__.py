"""Texts and files to a quiz and back; each format is one module."""
