"""Settings of the classroom's own tests: the classroom as it is, in a throw-away home, SQLite in memory."""

import os
import tempfile

os.environ["HOCVUSO_HOME"] = tempfile.mkdtemp(prefix="hocvuso-test-")
os.environ.pop("DATABASE_URL", None)

from classroom.settings import *  # noqa: F403

DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
