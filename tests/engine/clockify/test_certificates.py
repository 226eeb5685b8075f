"""A Clockify whose TLS certificate has expired: said so, and nothing is sent to it."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import SecretStr

from clankerbot_engine.clockify.client import ClockifyClient, Credential
from clankerbot_engine.errors import UpstreamError
from clankerbot_engine.metrics import Metrics
from tests.engine.clockify.conftest import FakeSleep


def expired_certificate(folder: Path) -> tuple[Path, Path]:
    """Of 127.0.0.1, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now - timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


async def test_an_expired_certificate_is_named_and_no_key_is_sent(tmp_path: Path, sleep: FakeSleep) -> None:
    certificate, key = expired_certificate(tmp_path)
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(certificate, key)
    received: list[bytes] = []

    async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.append(await reader.read())
        writer.close()

    server = await asyncio.start_server(receive, "127.0.0.1", 0, ssl=server_side)
    port = server.sockets[0].getsockname()[1]
    trusting = ssl.create_default_context(cafile=str(certificate))
    async with server, httpx.AsyncClient(verify=trusting, trust_env=False) as http:
        client = ClockifyClient(
            http,
            Credential("X-Api-Key", SecretStr("a-key-0123456789")),
            base_url=f"https://127.0.0.1:{port}/api",
            metrics=Metrics(),
            sleep=sleep,
        )
        with pytest.raises(UpstreamError) as caught:
            await client.users.me()
    assert "Clockify's TLS certificate is not accepted: certificate has expired" in caught.value.message
    assert "the clock" in caught.value.message
    assert caught.value.outcome == "not_applied"
    assert received == []
