"""Blob: some bytes, stored once."""

import hashlib
from datetime import datetime
from typing import ClassVar

from django.db import models

from plantao.prepared import Gap, Prepared

_BY_HASH = Prepared(lambda: Blob.objects.filter(sha256=Gap("sha256")))


class BlobManager(models.Manager["Blob"]):
    """Stores and finds contents by their hash."""

    def store(self, content: bytes, *, at: datetime) -> "Blob":
        """Return the row that holds these bytes, made where there was none. Two who store the same at once get the same row."""
        sha256 = hashlib.sha256(content).hexdigest()
        blob = Blob(sha256=sha256, size=len(content), stored_at=at, content=content)
        self.bulk_create([blob], ignore_conflicts=True)
        return blob

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

    def read(self) -> bytes:
        """Return the bytes; empty where they were erased."""
        return bytes(self.content or b"")

    def erase(self, *, at: datetime) -> None:
        """Forget the bytes for good; that they were here, how many and their hash stay."""
        self.content, self.erased_at = None, at
        self.save(update_fields=["content", "erased_at"])
