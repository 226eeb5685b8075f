"""How deliveries of a Clockify add-on prove themselves: by a JWT, RS256, under Clockify's own key (`clockify-api` §8).

The token is the same for every delivery, never expires and does not cover the body: it says who sends, nothing more.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass
from typing import Any, Final

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from pydantic import SecretStr

CLOCKIFY_PUBLIC_KEY: Final = b"""\
-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAubktufFNO/op+E5WBWL6
/Y9QRZGSGGCsV00FmPRl5A0mSfQu3yq2Yaq47IlN0zgFy9IUG8/JJfwiehsmbrKa
49t/xSkpG1u9w1GUyY0g4eKDUwofHKAt3IPw0St4qsWLK9mO+koUo56CGQOEpTui
5bMfmefVBBfShXTaZOtXPB349FdzSuYlU/5o3L12zVWMutNhiJCKyGfsuu2uXa9+
6uQnZBw1wO3/QEci7i4TbC+ZXqW1rCcbogSMORqHAP6qSAcTFRmrjFAEsOWiUUhZ
rLDg2QJ8VTDghFnUhYklNTJlGgfo80qEWe1NLIwvZj0h3bWRfrqZHsD/Yjh0duk6
yQIDAQAB
-----END PUBLIC KEY-----
"""
"""As the vendor publishes it at https://dev-docs.marketplace.cake.com, for production and development."""

_LONGEST: Final = 4096
_NOT_A_DELIVERYS: Final = frozenset({"user", "exp"})
"""Claims of the tokens that Clockify hands to every person who opens the add-on: they must not open the intake."""


@dataclass(frozen=True, slots=True)
class Addon:
    """One installation: of which add-on (`key`), where."""

    key: str
    addon_id: str
    workspace_id: str


class AddonSignature:
    """`installed`: for which installation deliveries are taken."""

    def __init__(self, installed: Addon, public_key: bytes = CLOCKIFY_PUBLIC_KEY) -> None:
        key = load_pem_public_key(public_key)
        assert isinstance(key, RSAPublicKey)
        self.installed = installed
        self._key = key
        self._accepted = b""

    @classmethod
    def of(cls, token: SecretStr | None, public_key: bytes = CLOCKIFY_PUBLIC_KEY) -> "AddonSignature | None":
        """`token`: `CLOCKIFY_ADDON_TOKEN`, which names the installation. None where there is none that does."""
        claims = None if token is None else _claims(token.get_secret_value().encode())
        if claims is None:
            return None
        named = [claims.get(name) for name in ("sub", "addonId", "workspaceId")]
        if not all(isinstance(each, str) and each for each in named):
            return None
        return cls(Addon(*map(str, named)), public_key)

    def accepts(self, token: bytes) -> bool:
        if self._accepted and hmac.compare_digest(token, self._accepted):
            return True
        if len(token) > _LONGEST or not self._is_ours(token):
            return False
        self._accepted = token
        return True

    def _is_ours(self, token: bytes) -> bool:
        claims = _claims(token)
        if claims is None or _NOT_A_DELIVERYS & claims.keys():
            return False
        expected = {
            "iss": "clockify",
            "type": "addon",
            "sub": self.installed.key,
            "addonId": self.installed.addon_id,
            "workspaceId": self.installed.workspace_id,
        }
        if any(claims.get(name) != value for name, value in expected.items()):
            return False
        signed, _, signature = token.rpartition(b".")
        try:
            self._key.verify(_decoded(signature), signed, PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError):
            return False
        return True


def _claims(token: bytes) -> dict[str, Any] | None:
    """Not verified. None where it is no JWT of RS256, or asks for more than that."""
    try:
        header, claims, _ = (part for part in token.split(b"."))
        head, told = orjson.loads(_decoded(header)), orjson.loads(_decoded(claims))
    except ValueError:
        return None
    if not isinstance(head, dict) or not isinstance(told, dict):
        return None
    return told if head.get("alg") == "RS256" and "crit" not in head else None


def _decoded(part: bytes) -> bytes:
    """base64url without padding. Raises `ValueError`."""
    try:
        return base64.b64decode(part + b"=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("no base64url") from error
