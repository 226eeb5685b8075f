"""Keys at rest."""

import pytest
from pydantic import SecretStr

from clankerbot_engine.accounts.vault import Vault
from clankerbot_engine.errors import NotReady

SECRET = SecretStr("a-clockify-key")
OLD, NEW = SecretStr("an old word"), SecretStr("ein neues Wort äöü")


def test_what_is_sealed_comes_out_again_and_stands_nowhere_in_the_seal() -> None:
    vault = Vault([OLD])
    sealed = vault.seal(SECRET)
    assert vault.unseal(sealed) == SECRET
    assert SECRET.get_secret_value() not in sealed
    assert vault.seal(SECRET) != sealed  # two that are alike do not look alike


def test_a_former_key_opens_and_the_first_one_seals() -> None:
    sealed = Vault([OLD]).seal(SECRET)
    both = Vault([NEW, OLD])
    assert both.unseal(sealed) == SECRET
    assert Vault([NEW]).unseal(both.reseal(sealed)) == SECRET


def test_without_the_key_nothing_is_opened() -> None:
    sealed = Vault([OLD]).seal(SECRET)
    with pytest.raises(NotReady, match="SECRET_KEYS lacks the key"):
        Vault([NEW]).unseal(sealed)
    with pytest.raises(NotReady, match="SECRET_KEYS lacks the key"):
        Vault([OLD]).unseal(sealed[:-4] + "AAA=")


def test_without_keys_nothing_is_kept() -> None:
    assert not Vault(()).is_open
    with pytest.raises(NotReady, match="set SECRET_KEYS"):
        Vault(()).seal(SECRET)
