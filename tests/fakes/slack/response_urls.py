"""Response URLs: five answers within half an hour to one interaction, wherever the bot was never invited.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import json
from datetime import timedelta

from starlette.responses import PlainTextResponse, Response

from tests.fakes.slack import messages
from tests.fakes.slack.faults import Call
from tests.fakes.slack.records import Json, Refusal, ResponseUrl
from tests.fakes.slack.state import FakeSlack

LIFE = timedelta(minutes=30)
MOST_USES = 5


def post(slack: FakeSlack, call: Call, body: bytes) -> Response:
    known = slack.response_urls.get(call.args["path"])
    if known is None:
        return PlainTextResponse("no_service", 404)
    if slack.clock() - known.issued_at > LIFE:
        return PlainTextResponse("expired_url", 404)
    if known.uses >= MOST_USES:
        return PlainTextResponse("used_url", 404)
    try:
        args = json.loads(body)
        call.args |= args
        known.uses += 1
        answer(slack, known, args)
    except (ValueError, TypeError):
        slack.violations.append(f"{call.method}: {body[:200]!r} is no JSON object")
        return PlainTextResponse("invalid_payload", 400)
    except Refusal as refusal:
        slack.violations.append(f"{call.method}: {refusal.as_json()}")
        return PlainTextResponse(refusal.error, 400)
    return PlainTextResponse("ok")


def answer(slack: FakeSlack, known: ResponseUrl, args: Json) -> None:
    """Also what the body of the HTTP answer to a slash command means."""
    origin = known.origin
    if origin is not None and (origin.channel.id, origin.ts) not in slack.messages:
        origin = None  # deleted meanwhile
    if args.get("delete_original"):
        if origin is not None:
            del slack.messages[origin.channel.id, origin.ts]
        return
    content = messages.read_content(slack, "response_url", args)
    if args.get("replace_original") and origin is not None:
        messages.change_message(origin, content)
        return
    shown_to = None if args.get("response_type") == "in_channel" else known.user.id
    bot_id = slack.token_for(known.user.team).bot_id
    messages.new_message(slack, known.channel, content, bot_id, for_user=shown_to)
