"""Records of learning: which content was shown, which attempts were made, what was answered, in the order it happened.

The unique rows of this app decide which of two concurrent requests was first. Rows are voided, never erased.
"""
