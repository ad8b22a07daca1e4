"""What other apps learn of: each is sent with ``attempt`` (its row) and ``responses`` (rows in step order).

They are sent inside the transaction of the change: a receiver that raises undoes the change. ``responses`` holds, for
``response_recorded`` the one new row; for ``attempt_closed`` and ``attempt_rescored`` all rows of the attempt that are
not voided (read from the table only when a receiver looks at them); for ``responses_voided`` the rows voided just now.
"""

from django.dispatch import Signal

response_recorded = Signal()
attempt_closed = Signal()
attempt_rescored = Signal()
responses_voided = Signal()
