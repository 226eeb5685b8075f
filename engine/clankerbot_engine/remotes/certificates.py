"""A TLS certificate that is not accepted: no fault of the network's, and it does not mend itself."""

from typing import Final

_REFUSED: Final = "CERTIFICATE_VERIFY_FAILED"


def certificate_refusal(error: BaseException) -> str | None:
    """What is wrong with the remote's certificate, such as `certificate has expired`; None where it is something else.

    Clients wrap what OpenSSL said in errors of their own, and keep its words.
    """
    told = str(error)
    if _REFUSED not in told:
        return None
    return told.partition("certificate verify failed: ")[2].partition(" (_ssl")[0] or "it cannot be verified"
