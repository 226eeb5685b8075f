"""Deliveries of an add-on: a JWT of Clockify's, for this installation alone."""

import base64
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import SecretStr

from clankerbot_engine.errors import Unauthorized
from clankerbot_engine.webhooks.addon_signature import AddonSignature
from clankerbot_engine.webhooks.deliveries import OfAnotherWorkspace
from tests.engine.webhooks.conftest import TAG, Sender

KEY, OTHER_KEY = (rsa.generate_private_key(65537, 2048) for _ in range(2))
PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
HEADER = {"alg": "RS256", "typ": "JWT"}
CLAIMS = {
    "iss": "clockify",
    "type": "addon",
    "sub": "clankerbot",
    "workspaceId": TAG["workspaceId"],
    "addonId": "66aa00000000000000000077",
}


def _part(document: Any) -> bytes:
    raw = document if isinstance(document, bytes) else orjson.dumps(document)
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def signed(claims: Any = CLAIMS, *, key: rsa.RSAPrivateKey = KEY, header: Any = HEADER) -> bytes:
    told = _part(header) + b"." + _part(claims)
    return told + b"." + _part(key.sign(told, padding.PKCS1v15(), SHA256()))


INSTALLATION = SecretStr(signed({**CLAIMS, "user": "u1", "backendUrl": "https://api.clockify.me/api"}).decode())


@pytest.fixture
def addon(sender: Sender) -> Sender:
    sender.provider.addon = AddonSignature.of(INSTALLATION, PUBLIC)
    return sender


async def test_a_delivery_of_the_installed_addon_is_taken_for_its_workspace(addon: Sender) -> None:
    task = {"id": "66aa00000000000000000005", "name": "Backend"}
    for expected in (False, True):
        receipt = await addon.deliver(task, event_type="NEW_TASK", secret=None, token=signed())
        assert (receipt.duplicate, receipt.event.workspace_id) == (expected, TAG["workspaceId"])


async def test_a_body_of_another_workspace_is_refused_and_leaves_nothing(addon: Sender) -> None:
    with pytest.raises(OfAnotherWorkspace):
        await addon.deliver({**TAG, "workspaceId": "66aa000000000000000000ff"}, secret=None, token=signed())
    assert await addon.store.page(limit=9) == []


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(signed(key=OTHER_KEY), id="another key"),
        pytest.param(signed()[:-8], id="cut off"),
        pytest.param(signed().replace(b".", b"..", 1), id="four parts"),
        pytest.param(_part({"alg": "none"}) + b"." + _part(CLAIMS) + b".", id="no signature"),
        pytest.param(signed(header={"alg": "HS256"}), id="another algorithm"),
        pytest.param(signed(header={"alg": "RS256", "crit": ["b64"]}), id="something critical"),
        pytest.param(signed(header=[1]), id="a header that is no object"),
        pytest.param(signed([1]), id="claims that are no object"),
        pytest.param(signed(b"{"), id="claims that are no JSON"),
        pytest.param(signed({**CLAIMS, "iss": "somebody"}), id="another issuer"),
        pytest.param(signed({**CLAIMS, "type": "user"}), id="another type"),
        pytest.param(signed({**CLAIMS, "sub": "other"}), id="another add-on"),
        pytest.param(signed({**CLAIMS, "addonId": "other"}), id="another installation"),
        pytest.param(signed({**CLAIMS, "workspaceId": "other"}), id="another workspace"),
        pytest.param(signed({**CLAIMS, "user": "u1", "exp": 4102444800}), id="the token of a person"),
        pytest.param(signed({**CLAIMS, "more": "x" * 5000}), id="too long"),
        pytest.param("Müller 🎉".encode(), id="not ASCII"),
        pytest.param(b"." * 5000, id="dots"),
        pytest.param(b"", id="nothing"),
    ],
)
async def test_anything_else_is_refused_and_leaves_nothing(addon: Sender, token: bytes) -> None:
    with pytest.raises(Unauthorized):
        await addon.deliver(secret=None, token=token)
    assert addon.bodies_read == 0


async def test_the_path_of_one_webhook_takes_its_own_token_alone(addon: Sender) -> None:
    with pytest.raises(Unauthorized):
        await addon.deliver(secret=None, token=signed(), source="main")


@pytest.mark.parametrize("token", [None, SecretStr("sandbox-addon-token"), SecretStr(signed({"sub": "a"}).decode())])
def test_without_a_token_that_names_an_installation_there_is_none(token: SecretStr | None) -> None:
    assert AddonSignature.of(token, PUBLIC) is None


def test_the_vendors_key_can_be_read() -> None:
    assert AddonSignature.of(INSTALLATION) is not None
