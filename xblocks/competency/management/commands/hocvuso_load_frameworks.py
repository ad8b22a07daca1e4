"""``manage.py hocvuso_load_frameworks FOLDER``: load or bring up to date the competency frameworks."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from xblocks.common.findings import ModelError
from xblocks.competency import api


class Command(BaseCommand):
    """Safe to run at every deployment."""

    help = "Load competency frameworks (*.json) from a folder; running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was done with each file's framework."""
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder; name the one that holds the framework files.")
        try:
            done = api.load_frameworks(folder)
        except ModelError as error:
            raise CommandError("\n".join(f"{finding.where}: {finding.en}" for finding in error.findings)) from error
        for framework, what in done.items():
            self.stdout.write(f"{framework}: {what}")
