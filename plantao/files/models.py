"""Blob: some bytes, stored once."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.db import models

from plantao.prepared import Gap, Prepared, insert_missing

_BY_HASH = Prepared(lambda: Blob.objects.filter(sha256=Gap("sha256")))


class BlobManager(models.Manager["Blob"]):
    """Stores and finds contents by their hash."""

    def store(self, content: bytes, *, at: datetime) -> "Blob":
        """Return the row that holds these bytes, made where there was none. Two who store the same at once get the same row."""
        blob = Blob.of(content, at=at)
        self.store_all([blob])
        return blob

    def store_all(self, blobs: Sequence["Blob"]) -> None:
        """Save those of these new rows whose bytes are not there yet, in one statement, in the order of their hashes."""
        insert_missing([blob for _, blob in sorted({blob.sha256: blob for blob in blobs}.items())], key=[])

    def content_of(self, sha256: str) -> bytes:
        """Return the bytes with this hash; empty where they were erased. Raises Blob.DoesNotExist."""
        blob = _BY_HASH.first(sha256=sha256)
        if blob is None:
            raise Blob.DoesNotExist(sha256)
        return blob.read()


class Blob(models.Model):
    """Bytes by their SHA-256 in hexadecimal. `content` is null once erased: the hash and the size stay as facts."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    content = models.BinaryField(null=True)
    stored_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[BlobManager] = BlobManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(erased_at=None) | models.Q(content=None), name="files_blob_erased_is_empty")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]

    @classmethod
    def of(cls, content: bytes, *, at: datetime) -> "Blob":
        """Return a new row for these bytes, not yet saved."""
        return cls(sha256=hashlib.sha256(content).hexdigest(), size=len(content), stored_at=at, content=content)

    def read(self) -> bytes:
        """Return the bytes; empty where they were erased."""
        return bytes(self.content or b"")

    def erase(self, *, at: datetime) -> None:
        """Forget the bytes for good; that they were here, how many and their hash stay."""
        self.content, self.erased_at = None, at
        self.save(update_fields=["content", "erased_at"])
