"""How is one item sealed to several keys, opened with one of them, and passed on to another?"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

PURPOSE = b"nhipcau/own-words/1"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
SIZES = tuple(kib * 1024 for kib in (4, 16, 64, 256, 1024))
DATA_KEY_BYTES, NONCE_BYTES, LENGTH_BYTES = 32, 12, 4


class NotOpened(Exception):
    """The key does not belong to this item, or the bytes were changed."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Whom to seal to: the key's id and its 32 public bytes."""

    id: UUID
    raw: bytes


@dataclass(frozen=True, slots=True, repr=False)
class OpenKey:
    """A private key in memory, under its id.  Its bytes never appear in a log: it has no printed form."""

    id: UUID
    private: X25519PrivateKey


@dataclass(frozen=True, slots=True)
class Envelope:
    """One sealed item: the encrypted body, and its data key sealed to each key."""

    item_id: UUID
    body: bytes
    sealed_keys: Mapping[UUID, bytes]


def seal(item_id: UUID, content: Mapping[str, Any], keys: Iterable[PublicKey]) -> Envelope:
    """Seal a message to these keys."""
    data_key, nonce = secrets.token_bytes(DATA_KEY_BYTES), secrets.token_bytes(NONCE_BYTES)
    body = nonce + AESGCM(data_key).encrypt(nonce, _padded(content), PURPOSE + item_id.bytes)
    return Envelope(item_id, body, {key.id: _seal_key(item_id, data_key, key) for key in keys})


def open_item(item_id: UUID, body: bytes, sealed_key: bytes, key: OpenKey) -> dict[str, Any]:
    """The message again.  Raises: NotOpened."""
    data_key = _open_key(item_id, sealed_key, key)
    try:
        padded = AESGCM(data_key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], PURPOSE + item_id.bytes)
    except InvalidTag as changed:
        raise NotOpened from changed
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    content: dict[str, Any] = json.loads(padded[LENGTH_BYTES : LENGTH_BYTES + length])
    return content


def pass_on(item_id: UUID, sealed_key: bytes, key: OpenKey, to: PublicKey) -> bytes:
    """The item's data key, sealed to one more key; the body stays as it is.  Raises: NotOpened."""
    return _seal_key(item_id, _open_key(item_id, sealed_key, key), to)


def _seal_key(item_id: UUID, data_key: bytes, key: PublicKey) -> bytes:
    return SUITE.encrypt(data_key, X25519PublicKey.from_public_bytes(key.raw), _info(item_id, key.id))


def _open_key(item_id: UUID, sealed_key: bytes, key: OpenKey) -> bytes:
    try:
        return SUITE.decrypt(sealed_key, key.private, _info(item_id, key.id))
    except InvalidTag as foreign:
        raise NotOpened from foreign


def _info(item_id: UUID, key_id: UUID) -> bytes:
    return PURPOSE + item_id.bytes + key_id.bytes


def _padded(content: Mapping[str, Any]) -> bytes:
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    needed = LENGTH_BYTES + len(plain)
    size = next(size for size in SIZES if size >= needed)
    return (len(plain).to_bytes(LENGTH_BYTES, "big") + plain).ljust(size, b"\0")
