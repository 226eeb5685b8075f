"""Secrets at rest: AES-256-GCM, under the first of several keys, each bound to whose it is and what for.

A sealed text that is moved to another row or column does not open there: what it belongs to is authenticated with it.
It is `v1.`, which key it is (8 hex digits), and nonce and ciphertext in URL-safe base64. What an earlier version sealed
(Fernet, bound to nothing) is still opened; `reseal` brings both under the first key and into this form.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Sequence
from typing import Final, NewType

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from clankerbot_engine.errors import NotSetUp

NO_KEYS = "Keys of people cannot be kept yet: set SECRET_KEYS to a long random word, and start again."
_FORM: Final = "v1"
_NONCE_BYTES: Final = 12
_FERNET_INFO: Final = b"clankerbot.vault.1"
_GCM_INFO: Final = b"clankerbot.vault.2"

Place = NewType("Place", str)
"""What a secret is, and whose: it is authenticated, and written nowhere."""


def clockify_key_of(principal: str) -> Place:
    return Place(f"people.sealed_key|{principal}")


def slack_tokens_of(installation_id: str) -> Place:
    return Place(f"installations.sealed_tokens|{installation_id}")


def webhook_token_of(source_id: str) -> Place:
    return Place(f"webhook_sources.sealed_token|{source_id}")


class Vault:
    """`keys`: `SECRET_KEYS`, the newest first; any text will do, so long as nobody can guess it."""

    def __init__(self, keys: Sequence[SecretStr]) -> None:
        derived = [_derived(key, _GCM_INFO) for key in keys]
        self._keys = {_id_of(key): AESGCM(key) for key in derived}
        self._first = _id_of(derived[0]) if derived else None
        former = [Fernet(base64.urlsafe_b64encode(_derived(key, _FERNET_INFO))) for key in keys]
        self._former = MultiFernet(former) if former else None

    @property
    def is_open(self) -> bool:
        return self._first is not None

    def seal(self, secret: SecretStr, place: Place) -> str:
        """Raises `NotSetUp` without keys."""
        if self._first is None:
            raise NotSetUp(NO_KEYS)
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._keys[self._first].encrypt(nonce, secret.get_secret_value().encode(), place.encode())
        return f"{_FORM}.{self._first}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def unseal(self, sealed: str, place: Place) -> SecretStr:
        """Raises `NotSetUp` where none of the keys fits, or where it was sealed for another place."""
        if self._first is None or self._former is None:
            raise NotSetUp(NO_KEYS)
        try:
            if not sealed.startswith(f"{_FORM}."):
                return SecretStr(self._former.decrypt(sealed).decode())
            _, key_id, text = sealed.split(".")
            raw = base64.urlsafe_b64decode(text)
            opened = self._keys[key_id].decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode())
            return SecretStr(opened.decode())
        except (InvalidToken, InvalidTag, KeyError, ValueError, binascii.Error):
            raise NotSetUp(
                "A stored key cannot be read: SECRET_KEYS lacks the key that it was sealed under. "
                "Add the former one behind a comma."
            ) from None

    def reseal(self, sealed: str, place: Place) -> str:
        """The same secret under the first key. Raises `NotSetUp`."""
        return self.seal(self.unseal(sealed, place), place)


def _derived(key: SecretStr, info: bytes) -> bytes:
    """32 bytes from a text of any form."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.get_secret_value().encode())


def _id_of(derived: bytes) -> str:
    return hashlib.sha256(derived).hexdigest()[:8]
