"""Keys at rest."""

import base64

import pytest
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from clankerbot_engine.accounts.vault import Place, Vault, clockify_key_of, slack_tokens_of, webhook_token_of
from clankerbot_engine.errors import NotReady

SECRET = SecretStr("a-clockify-key")
OLD, NEW = SecretStr("an old word"), SecretStr("ein neues Wort äöü")
ADA, BEN = clockify_key_of("slack:T1:ADA"), clockify_key_of("slack:T1:BEN")


def test_what_is_sealed_comes_out_again_and_stands_nowhere_in_the_seal() -> None:
    vault = Vault([OLD])
    sealed = vault.seal(SECRET, ADA)
    assert vault.unseal(sealed, ADA) == SECRET
    for word in (SECRET.get_secret_value(), "ADA", OLD.get_secret_value()):
        assert word not in sealed
        assert base64.urlsafe_b64encode(word.encode()).decode().rstrip("=") not in sealed
    assert vault.seal(SECRET, ADA) != sealed  # two that are alike do not look alike


@pytest.mark.parametrize("other", [BEN, slack_tokens_of("slack:T1:ADA"), webhook_token_of("slack:T1:ADA"), Place("")])
def test_moved_to_another_person_or_column_it_does_not_open(other: Place) -> None:
    vault = Vault([OLD])
    with pytest.raises(NotReady):
        vault.unseal(vault.seal(SECRET, ADA), other)


def test_a_former_key_opens_and_the_first_one_seals() -> None:
    sealed = Vault([OLD]).seal(SECRET, ADA)
    both = Vault([NEW, OLD])
    assert both.unseal(sealed, ADA) == SECRET
    assert Vault([NEW]).unseal(both.reseal(sealed, ADA), ADA) == SECRET


def test_what_an_earlier_version_sealed_is_opened_and_bound_from_then_on() -> None:
    derived = HKDF(SHA256(), 32, None, b"clankerbot.vault.1").derive(OLD.get_secret_value().encode())
    former = Fernet(base64.urlsafe_b64encode(derived)).encrypt(SECRET.get_secret_value().encode()).decode()
    vault = Vault([NEW, OLD])
    assert vault.unseal(former, ADA) == SECRET
    anew = vault.reseal(former, ADA)
    assert vault.unseal(anew, ADA) == SECRET
    with pytest.raises(NotReady):
        vault.unseal(anew, BEN)


def test_without_the_key_nothing_is_opened() -> None:
    sealed = Vault([OLD]).seal(SECRET, ADA)
    with pytest.raises(NotReady, match="SECRET_KEYS lacks the key"):
        Vault([NEW]).unseal(sealed, ADA)


@given(st.integers(0, 200), st.characters(codec="ascii", categories=["L", "N"]))
def test_a_seal_that_was_tampered_with_does_not_open(position: int, letter: str) -> None:
    vault = Vault([OLD])
    sealed = vault.seal(SECRET, ADA)
    position %= len(sealed) - 2  # the last characters may have bits that say nothing
    changed = sealed[:position] + letter + sealed[position + 1 :]
    if changed != sealed:
        with pytest.raises(NotReady, match="SECRET_KEYS lacks the key"):
            vault.unseal(changed, ADA)


@pytest.mark.parametrize(
    "nonsense", ["", "v1", "v1.", "v1..", "v1.00000000.AAAA", "v1.x.y.z", "gAAAA", "v2.x.y", "\x00"]
)
def test_nonsense_does_not_open(nonsense: str) -> None:
    with pytest.raises(NotReady):
        Vault([OLD]).unseal(nonsense, ADA)


def test_without_keys_nothing_is_kept() -> None:
    assert not Vault(()).is_open
    with pytest.raises(NotReady, match="set SECRET_KEYS"):
        Vault(()).seal(SECRET, ADA)
