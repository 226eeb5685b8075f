"""`files.*`: an upload is asked for, sent, and completed."""

from tests.fakes.slack.records import Json, Refusal, Upload
from tests.fakes.slack.web_call import WebCall


def upload_url(call: WebCall) -> Json:
    upload = Upload(f"F0{call.slack.number():05d}", call.required("filename"), int(call.required("length")))
    call.slack.uploads[upload.id] = upload
    return {"upload_url": f"{call.slack.url}/upload/v1/{upload.id}", "file_id": upload.id}


def complete_upload(call: WebCall) -> Json:
    shared = [call.args["channel_id"]] if call.args.get("channel_id") else []
    shared += str(call.args["channels"]).split(",") if call.args.get("channels") else []
    for channel_id in shared:
        if call.token.bot_user_id not in call.slack.channel(channel_id, call.token).members:
            raise Refusal("not_in_channel")
    done = []
    for each in call.required("files"):
        upload = call.slack.uploads.get(each["id"])
        if upload is None or upload.content is None:
            raise Refusal("file_not_found")
        upload.title, upload.channels = each.get("title", upload.name), shared
        done.append({"id": upload.id, "title": upload.title})
    return {"files": done}
