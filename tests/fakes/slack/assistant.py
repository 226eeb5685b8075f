"""`assistant.threads.*`: the status while the app works, and prompts to begin with."""

from tests.fakes.slack.records import Json, Refusal
from tests.fakes.slack.web_call import WebCall


def set_status(call: WebCall) -> Json:
    channel, thread_ts = call.channel("channel_id"), call.required("thread_ts")
    if "status" not in call.args:
        raise Refusal("invalid_arguments", "[ERROR] missing required field: status")
    if len(call.args.get("loading_messages") or ()) > 10:
        raise Refusal("invalid_arguments", "[ERROR] no more than 10 items allowed [json-pointer:/loading_messages]")
    call.slack.statuses.append((channel.id, thread_ts, call.args["status"]))
    return {}


def set_suggested_prompts(call: WebCall) -> Json:
    prompts = call.required("prompts")
    if len(prompts) > 4 or any(not each.get("title") or not each.get("message") for each in prompts):
        raise Refusal("invalid_arguments", "[ERROR] from 1 to 4 prompts, each with title and message")
    call.slack.prompts[call.channel("channel_id").id] = prompts
    return {}
