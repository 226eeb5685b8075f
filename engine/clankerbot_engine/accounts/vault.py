"""Secrets at rest: Fernet (AES-128-CBC with HMAC-SHA256), under the first of several keys.

A secret sealed under a former key is still opened; `reseal` brings it under the first one.
"""

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from clankerbot_engine.errors import NotSetUp

NO_KEYS = "Keys of people cannot be kept yet: set SECRET_KEYS to a long random word, and start again."


class Vault:
    """`keys`: `SECRET_KEYS`, the newest first; any text will do, so long as nobody can guess it."""

    def __init__(self, keys: Sequence[SecretStr]) -> None:
        self._fernet = MultiFernet([Fernet(_derived(key)) for key in keys]) if keys else None

    @property
    def is_open(self) -> bool:
        return self._fernet is not None

    def seal(self, secret: SecretStr) -> str:
        """Raises `NotSetUp` without keys."""
        return self._opened().encrypt(secret.get_secret_value().encode()).decode()

    def unseal(self, sealed: str) -> SecretStr:
        """Raises `NotSetUp` where none of the keys fits."""
        try:
            return SecretStr(self._opened().decrypt(sealed).decode())
        except InvalidToken:
            raise NotSetUp(
                "A stored key cannot be read: SECRET_KEYS lacks the key that it was sealed under. "
                "Add the former one behind a comma."
            ) from None

    def reseal(self, sealed: str) -> str:
        """The same secret under the first key. Raises `NotSetUp`."""
        return self.seal(self.unseal(sealed))

    def _opened(self) -> MultiFernet:
        if self._fernet is None:
            raise NotSetUp(NO_KEYS)
        return self._fernet


def _derived(key: SecretStr) -> bytes:
    """A Fernet key from a text of any form."""
    raw = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"clankerbot.vault.1").derive(
        key.get_secret_value().encode()
    )
    return base64.urlsafe_b64encode(raw)
