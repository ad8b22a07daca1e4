"""A tree of files as a ``.tar.gz`` whose bytes depend on nothing but the tree."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Mapping
from typing import BinaryIO


def pack(tree: Mapping[str, bytes], stream: BinaryIO) -> None:
    """Write ``tree`` (``{path: bytes}``) as gzipped tar: entries sorted, folders first, owner 0, times 0, no file name
    in gzip.

    The same tree gives the same bytes on every machine with the same zlib.
    """
    folders = sorted({"/".join(path.split("/")[:n]) for path in tree for n in range(1, path.count("/") + 1)})
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=stream, compresslevel=9, mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for folder in folders:
            info = tarfile.TarInfo(folder)
            info.type, info.mode = tarfile.DIRTYPE, 0o755
            tar.addfile(info)
        for path in sorted(tree):
            info = tarfile.TarInfo(path)
            info.size, info.mode = len(tree[path]), 0o644
            tar.addfile(info, io.BytesIO(tree[path]))
