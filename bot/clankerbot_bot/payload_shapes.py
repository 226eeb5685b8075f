"""What Slack's payloads must have in them, and of which type, for Bolt and the listeners to read them.

Both take a payload for complete. Only what they read is looked at; the rest may be anything, or missing.

https://docs.slack.dev/reference/interaction-payloads
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, Field, Json, ValidationError


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


def _instant(text: str) -> str:
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("without a time zone")
    return text


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError("no time zone") from None
    return text


Id = Annotated[str, Field(min_length=1, max_length=255)]
Address = Annotated[str, Field(max_length=2000)]
Typed = Annotated[str, Field(max_length=3000)]
"""Slack's own limit of an input."""
Clock = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Day = Annotated[str, AfterValidator(_day)]


class _Named(BaseModel):
    id: str | None = None
    team_id: str | None = None
    enterprise_id: str | None = None


class _Installed(BaseModel):
    """Of `authorizations`. Bolt looks for each of these wherever it might be."""

    enterprise: _Named | str | None = None
    enterprise_id: str | None = None
    team: _Named | str | None = None
    team_id: str | None = None
    user_id: str | None = None


class _InWorkspace(BaseModel):
    app_installed_team_id: str | None = None
    team_id: str | None = None


class _Message(BaseModel):
    user: _Named | str | None = None
    text: str | None = None
    thread_ts: str | None = None


class _Payload(_Installed):
    """Whose it is and where it comes from."""

    type: str | None = None
    user: _Named | str | None = None
    authorizations: list[_Installed] | None = None
    channel: _Named | str | None = None
    channel_id: str | None = None
    thread_ts: str | None = None
    item: dict[str, Any] | None = None
    assistant_thread: dict[str, Any] | None = None
    message: _Message | None = None
    previous_message: _Message | None = None
    view: _InWorkspace | None = None
    response_url: Address | None = None
    function_data: dict[str, Any] | None = None
    event: dict[str, Any] = {}
    """Bolt looks into it whatever the kind."""


class _Command(_Payload):
    command: Id
    text: str = ""
    channel_id: Id
    response_url: Address
    trigger_id: Id


class _UrlVerification(BaseModel):
    challenge: str


class _Event(_Payload):
    type: Id
    subtype: str | None = None
    channel_type: str | None = None
    bot_id: str | None = None
    text: str | None = None
    tab: str | None = None
    tokens: dict[str, Any] | None = None
    user_team: str | None = None


class _InChannel(_Event):
    channel: Id


class _MessageEvent(_InChannel):
    ts: Id


class _ChangedUser(_Named):
    id: Id


class _UserChange(_Event):
    user: _ChangedUser


_EVENTS: Final[Mapping[str, type[_Event]]] = {
    "app_home_opened": _InChannel,
    "app_mention": _InChannel,
    "message": _MessageEvent,
    "user_change": _UserChange,
}


class _EventCallback(_Payload):
    event_id: Id
    event_time: Annotated[int, Field(ge=0, lt=2**32)] | None = None
    event: _Event  # type: ignore[assignment]  # of this kind it is more than an object
    context_team_id: str | None = None
    context_enterprise_id: str | None = None


class _Interaction(_Payload):
    user: _ChangedUser


class _Text(BaseModel):
    text: str


class _Option(BaseModel):
    text: _Text
    value: Typed


class _State(BaseModel):
    """Of an input, an action too."""

    value: Typed | None = None
    selected_option: _Option | None = None
    selected_options: list[_Option] | None = None
    selected_date: Day | None = None
    selected_time: Clock | None = None
    selected_conversation: str | None = None


class _Element(BaseModel):
    initial_value: str | None = None
    initial_date: str | None = None
    initial_time: str | None = None
    initial_option: _Option | None = None
    initial_options: list[_Option] | None = None


class _Block(BaseModel):
    type: Id
    block_id: str
    element: _Element | None = None


class _Values(BaseModel):
    values: dict[str, dict[str, _State]]


class _Origin(BaseModel):
    url: Address | None = None
    channel: str | None = None
    ts: str | None = None
    thread_ts: str | None = None
    replace: bool = False


class _Told(BaseModel):
    """What a form of ours carries along (`turns.metadata`)."""

    origin: _Origin | None = None
    card: str | None = None
    entry: str | None = None
    index: int | None = None
    kind: str | None = None
    nudge: str | None = None
    request: str | None = None
    schedule: str | None = None
    start: Annotated[str, AfterValidator(_instant)] | None = None
    zone: Annotated[str, AfterValidator(_zone)] | None = None


class _Form(_InWorkspace):
    blocks: list[_Block] | None = None
    state: _Values | None = None


class _SubmittedForm(_Form):
    id: Id
    type: str
    callback_id: str
    private_metadata: Json[_Told] | Annotated[str, Field(max_length=0)] | None = None
    state: _Values


class _ResponseUrl(BaseModel):
    response_url: Address


class _Submission(_Interaction):
    view: _SubmittedForm
    response_urls: list[_ResponseUrl] = []


class _ClosedForm(_InWorkspace):
    id: Id


class _Closed(_Interaction):
    view: _ClosedForm


class _Container(BaseModel):
    type: str | None = None
    channel_id: str | None = None
    message_ts: str | None = None
    thread_ts: str | None = None


class _Action(_State):
    action_id: Id
    block_id: str


class _Channel(_Named):
    id: Id


class _Click(_Interaction):
    actions: Annotated[list[_Action], Field(min_length=1)]
    trigger_id: Id
    container: _Container | None = None
    channel: _Channel | None = None


class _Suggestion(_Interaction):
    action_id: Id
    block_id: str
    value: Typed | None = None
    view: _Form | None = None


class _Shortcut(_Interaction):
    callback_id: Id
    trigger_id: Id


class _Said(_Message):
    ts: Id


class _MessageShortcut(_Shortcut):
    channel: _Channel
    message: _Said


_KINDS: Final[Mapping[str, type[BaseModel]]] = {
    "block_actions": _Click,
    "block_suggestion": _Suggestion,
    "event_callback": _EventCallback,
    "message_action": _MessageShortcut,
    "shortcut": _Shortcut,
    "url_verification": _UrlVerification,
    "view_closed": _Closed,
    "view_submission": _Submission,
}


_NEVER_OURS: Final = frozenset(
    ("dialog_cancellation", "dialog_submission", "dialog_suggestion", "interactive_message", "workflow_step_edit")
)
"""Of attachments, dialogs and steps: the app has none, and Bolt takes them for clicks."""


def is_complete(body: Mapping[str, Any]) -> bool:
    """Whether all is there, and of its type, that something of this kind is read by."""
    kind = body.get("type") or ""
    if not isinstance(kind, str) or kind in _NEVER_OURS or ("command" in body and kind):
        return False
    shape = _Command if "command" in body else _KINDS.get(kind, _Payload)
    try:
        shape.model_validate(body)
        if shape is _EventCallback and (event := _EVENTS.get(body["event"]["type"])) is not None:
            event.model_validate(body["event"])
    except (ValidationError, RecursionError):
        return False
    return True
