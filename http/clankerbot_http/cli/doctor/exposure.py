"""What the outside needs: the public address and the webhook secret."""

from collections.abc import Iterator

from clankerbot_engine.settings import Settings
from clankerbot_http.addresses import is_local
from clankerbot_http.cli.doctor.findings import Finding
from clankerbot_http.safety import SHORTEST_SECRET, unsafe


def check_exposure(settings: Settings) -> Iterator[Finding]:
    for line in unsafe(settings):
        yield Finding("safety", "problem", line, "The service does not start with it.")
    if settings.public_url is None:
        yield Finding("public URL", "off", "PUBLIC_URL is not set; only webhooks and Slack need it.")
    elif settings.public_url.startswith("http://") and not is_local(settings.public_url):
        mend = "Put a proxy with TLS in front and set PUBLIC_URL to its https address: tokens travel in clear text."
        yield Finding("public URL", "warning", f"{settings.public_url} is not encrypted.", mend)
    else:
        yield Finding("public URL", "ok", f"It is {settings.public_url}.")
    secrets = settings.webhook_shared_secret
    if not secrets:
        mend = "Set it to a long random word to take what a relay of your own posts to /webhooks/clockify."
        message = "WEBHOOK_SHARED_SECRET is not set; webhooks that clankerbot makes need none."
        yield Finding("webhooks", "off", message, mend)
    elif any(len(secret.get_secret_value()) < SHORTEST_SECRET for secret in secrets):
        mend = "Make one with: openssl rand -hex 32"
        yield Finding("webhooks", "warning", f"The secret has fewer than {SHORTEST_SECRET} characters.", mend)
    else:
        rotating = " and an old one, while it is rotated" if len(secrets) > 1 else ""
        yield Finding("webhooks", "ok", f"There is a shared secret{rotating}.")
