"""What a block was when it came, and which accounts are synthetic."""

from __future__ import annotations

import re
from typing import Any

from django.db import migrations, models


def mark_synthetic(apps: Any, _schema: Any) -> None:
    """Accounts that ``hocvuso demo`` made before there was a mark: its user names, no usable password ("!")."""
    profiles = apps.get_model("classroom", "Profile").objects
    rows = profiles.filter(user__username__startswith="demo", user__password__startswith="!")  # noqa: S106
    found = [pk for pk, name in rows.values_list("pk", "user__username") if re.fullmatch(r"demo\d+-\d{4}", name)]
    profiles.filter(pk__in=found).update(is_demo=True)


class Migration(migrations.Migration):
    dependencies = [("classroom", "0001_initial")]

    operations = [
        migrations.AddField("block", "imported", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddField("profile", "is_demo", models.BooleanField(default=False)),
        migrations.RunPython(mark_synthetic, migrations.RunPython.noop),
    ]
