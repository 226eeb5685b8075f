"""A person at a Slack client: types, clicks, fills in, and sees."""

from collections.abc import Mapping
from typing import Any

from tests.bot import limits
from tests.fakes.slack import payloads, response_urls, views
from tests.fakes.slack.elements import Element, find_element, is_empty, text_of
from tests.fakes.slack.front_door import Answer, Door
from tests.fakes.slack.records import Channel, Json, Message, ResponseUrl, User, View
from tests.fakes.slack.state import BOT_USER_ID, FakeSlack

_OPTIONS_FROM_THE_APP = ("external_select", "multi_external_select")


class Person:
    """`channel` is where they are when a command names none: their conversation with the app, at first."""

    def __init__(self, slack: FakeSlack, user: User, door: Door) -> None:
        self.slack = slack
        self.user = user
        self.door = door
        self.dm_channel = slack.dm_of(user)
        self.channel = self.dm_channel

    # ways in

    async def command(self, text: str = "", *, name: str = "/clank", channel: Channel | None = None) -> Answer:
        where = channel or self.channel
        fields = payloads.command(self.slack, self.user, where, name, text)
        answer = await self.door.form(fields)
        known = self.slack.response_urls[fields["response_url"].removeprefix(self.slack.url)]
        if answer.status != 200:
            self._slackbot(where, f'{name} failed with the error "dispatch_failed"')
        elif answer.content:
            self._shown_at_once(known, answer)
        return answer

    async def dm(self, text: str, *, thread_ts: str | None = None) -> Answer:
        """To the app, in the conversation with it."""
        message = self.writes(text, self.dm_channel, thread_ts=thread_ts)
        return await self.event(payloads.typed_message(self.user, message, mention=False))

    async def mention(self, text: str, *, channel: Channel, thread_ts: str | None = None) -> Answer:
        message = self.writes(f"<@{BOT_USER_ID}> {text}", channel, thread_ts=thread_ts)
        return await self.event(payloads.typed_message(self.user, message, mention=True))

    def writes(self, text: str, channel: Channel, *, thread_ts: str | None = None) -> Message:
        """Something that the app is not told of."""
        message = Message(channel, self.slack.new_ts(), self.user.id, payloads.escaped(text), thread_ts=thread_ts)
        self.slack.messages[channel.id, message.ts] = message
        return message

    async def event(self, event: Mapping[str, object], **headers: str) -> Answer:
        return await self.door.event(payloads.event(self.slack, self.user.team, event), **headers)

    async def shortcut(self, callback_id: str) -> Answer:
        return await self.door.interaction(payloads.shortcut(self.slack, self.user, callback_id))

    async def message_shortcut(self, message: Message, callback_id: str) -> Answer:
        return await self.door.interaction(payloads.message_action(self.slack, self.user, message, callback_id))

    async def open_home(self) -> Answer:
        return await self._opens_tab("home")

    async def open_messages_tab(self) -> Answer:
        """How a conversation with the assistant begins."""
        return await self._opens_tab("messages")

    async def _opens_tab(self, tab: str) -> Answer:
        home = self.slack.homes.get(self.user.id)
        event = {
            "type": "app_home_opened",
            "user": self.user.id,
            "channel": self.dm_channel.id,
            "tab": tab,
            "event_ts": self.slack.new_ts(),
        }
        return await self.event(event | ({"view": home.as_json()} if home and tab == "home" else {}))

    # using what is shown

    async def click(self, where: Message | View, name: str, *, nth: int = 0) -> Answer:
        """A button, by its label or action id; `nth` of those of that name. A confirm dialog is confirmed."""
        used = find_element(where.blocks, name, nth=nth, button=True)
        if self.user.id not in used.element.get("visible_to_user_ids", [self.user.id]):
            raise AssertionError(f"{self.user.name} does not see {name!r}")
        return await self._uses(where, used, payloads.button_press(used))

    async def choose(self, where: Message | View, name: str, choice: Any, *, nth: int = 0) -> Answer | None:
        """In a select, picker or overflow menu. None when it only says so once the modal is submitted."""
        used = find_element(where.blocks, name, nth=nth, button=False)
        state = await self._state(where, used, choice)
        if used.type != "overflow":
            where.values[used.block_id][used.action_id] = state
        return await self._uses(where, used, state) if used.dispatches else None

    async def options(self, where: Message | View, name: str, typed: str = "") -> list[Json]:
        """What an external select offers, groups laid out flat."""
        used = find_element(where.blocks, name, button=False)
        answer = await self.door.interaction(payloads.block_suggestion(self.slack, self.user, where, used, typed))
        if answer.status != 200:
            raise AssertionError(f"no options: {answer.status} {answer.content!r}")
        told: Json = answer.json() or {}
        groups = told.get("option_groups", [{"options": told.get("options", [])}])
        offered = [option for group in groups for option in group["options"]]
        self.slack.violations += limits.options_violations(f"options of {name}", told)
        return offered

    async def fill(self, view: View, values: Mapping[str, Any]) -> None:
        """By label or id. None empties."""
        for name, value in values.items():
            used = find_element(view.blocks, name, button=False)
            view.values[used.block_id][used.action_id] = await self._state(view, used, value)

    async def submit(self, view: View, values: Mapping[str, Any] | None = None) -> Answer:
        await self.fill(view, values or {})
        for block in view.blocks:
            if block["type"] == "input" and not block.get("optional"):
                state = view.values[block["block_id"]][block["element"]["action_id"]]
                if is_empty(state):
                    raise AssertionError(f"Slack does not submit: {block['label']['text']!r} is empty")
        answer = await self.door.interaction(payloads.view_submission(self.slack, view))
        if answer.status == 200:
            self._follow(view, answer.json() or {})
        else:
            self._slackbot(self.dm_channel, "We had some trouble connecting. Try again?")
        return answer

    async def close(self, view: View) -> Answer | None:
        views.close(self.slack, view)
        if view.definition.get("notify_on_close"):
            return await self.door.interaction(payloads.view_closed(self.slack, view, is_cleared=False))
        return None

    async def _uses(self, where: Message | View, used: Element, chosen: Json) -> Answer:
        chosen = {name: value for name, value in chosen.items() if name != "type"}
        return await self.door.interaction(payloads.block_actions(self.slack, self.user, where, used, chosen))

    async def _state(self, where: Message | View, used: Element, value: Any) -> Json:
        """`state.values` of the element once `value` is chosen; options are chosen by their text."""
        if used.type in ("static_select", "external_select", "radio_buttons", "overflow"):
            return used.state(None if value is None else (await self._offered(where, used, [value]))[0])
        if used.type in ("multi_static_select", "multi_external_select", "checkboxes"):
            return used.state(await self._offered(where, used, value or []))
        return used.state(value)

    async def _offered(self, where: Message | View, used: Element, texts: list[str]) -> list[Json]:
        chosen = []
        for text in texts:
            if used.type in _OPTIONS_FROM_THE_APP:
                offered = await self.options(where, used.action_id, text)
            else:
                groups = used.element.get("option_groups") or [used.element]
                offered = [option for group in groups for option in group["options"]]
            match = [option for option in offered if text in (option["text"]["text"], option["value"])]
            if not match:
                raise AssertionError(f"{text!r} is not offered, but {[option['text']['text'] for option in offered]}")
            chosen.append(match[0])
        return chosen

    def _follow(self, view: View, told: Json) -> None:
        """What the answer to a submission does to the stack of modals."""
        action = told.get("response_action")
        if action == "errors":
            inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
            if not told.get("errors") or not inputs.issuperset(told["errors"]):
                self.slack.violations.append(f"view_submission: errors for no input block: {told}")
            view.errors = told["errors"]
            return
        if action in ("update", "push"):
            definition = views.read_definition(self.slack, told["view"], "modal")
            if action == "update":
                views.replace(self.slack, view, definition)
            else:
                views.put_on_top(self.slack, self.user, definition, self.slack.token_for(self.user.team))
        elif action == "clear":
            views.close(self.slack, self.slack.modals[self.user.id][0])
        else:
            views.close(self.slack, view)
        self.slack.tell()

    def _shown_at_once(self, known: ResponseUrl, answer: Answer) -> None:
        plain = not answer.headers.get("content-type", "").startswith("application/json")
        response_urls.answer(self.slack, known, {"text": answer.content.decode()} if plain else answer.json())
        self.slack.tell()

    def _slackbot(self, channel: Channel, text: str) -> None:
        ts = self.slack.new_ts()
        self.slack.messages[channel.id, ts] = Message(channel, ts, "USLACKBOT", text, for_user=self.user.id)
        self.slack.tell()

    # seeing

    @property
    def modal(self) -> View | None:
        """The one on top."""
        stack = self.slack.modals.get(self.user.id)
        return stack[-1] if stack else None

    @property
    def home(self) -> View | None:
        return self.slack.homes.get(self.user.id)

    def messages(self, channel: Channel | None = None) -> list[Message]:
        """Those of others that they see, oldest first, in all their channels or this one."""
        return [
            message
            for message in self.slack.messages.values()
            if channel in (None, message.channel)
            and message.user != self.user.id
            and (message.for_user == self.user.id if message.for_user else self.user.id in message.channel.members)
        ]

    def sees(self, channel: Channel | None = None) -> list[str]:
        """The text of each of these messages: of its blocks, or where there are none its own."""
        return [shown(message) for message in self.messages(channel)]

    async def finds(self, text: str, channel: Channel | None = None) -> Message:
        """The newest message that says so, as soon as there is one."""
        return await self.slack.until(
            lambda: next((each for each in reversed(self.messages(channel)) if text in shown(each)), None),
            lambda: f"{self.user.name} does not see {text!r}, but {self.sees(channel)}",
        )

    async def finds_modal(self, text: str) -> View:
        """The modal on top, as soon as it says so in its title or blocks."""
        return await self.slack.until(
            lambda: self.modal if self.modal and text in f"{self.modal.title}\n{shown(self.modal)}" else None,
            lambda: f"{self.user.name} sees no modal with {text!r}, but {self.modal and shown(self.modal)}",
        )

    async def finds_home(self, text: str) -> View:
        return await self.slack.until(
            lambda: self.home if self.home and text in shown(self.home) else None,
            lambda: f"{self.user.name} sees no Home with {text!r}, but {self.home and shown(self.home)}",
        )


def shown(where: Message | View) -> str:
    if isinstance(where, View):
        return "\n".join([text_of(where.blocks), *where.errors.values()])
    return text_of(where.blocks) if where.blocks else where.text
