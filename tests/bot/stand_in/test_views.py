"""Modals and Home tabs."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.bot.stand_in.samples import SECTION, expect_violation, modal, plain, refusal, text_input
from tests.fakes.clocks import FakeClock
from tests.fakes.slack import FakeSlack, Person, person


async def test_a_trigger_opens_one_modal_within_three_seconds(
    slack: FakeSlack, client: AsyncWebClient, clock: FakeClock, ada: Person
) -> None:
    trigger_id = slack.new_trigger(ada.user)
    opened = await client.views_open(trigger_id=trigger_id, view=modal())
    assert ada.modal is not None
    assert opened["view"]["id"] == ada.modal.id
    assert await refusal(client.views_open(trigger_id=trigger_id, view=modal())) == "exchanged_trigger_id"
    late = slack.new_trigger(ada.user)
    clock.go_on(seconds=3.5)
    assert await refusal(client.views_open(trigger_id=late, view=modal())) == "expired_trigger_id"
    assert await refusal(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"


async def test_a_view_is_updated_only_by_who_knows_its_state(
    slack: FakeSlack, client: AsyncWebClient, ada: Person
) -> None:
    opened = await client.views_open(trigger_id=slack.new_trigger(ada.user), view=modal())
    view_id, first = opened["view"]["id"], opened["view"]["hash"]
    await client.views_update(view_id=view_id, hash=first, view=modal())
    assert await refusal(client.views_update(view_id=view_id, hash=first, view=modal())) == "hash_conflict"
    await ada.close(await ada.finds_modal("Log time"))
    assert await refusal(client.views_update(view_id=view_id, view=modal())) == "not_found"


async def test_what_is_typed_stays_while_the_ids_of_the_input_do(
    slack: FakeSlack, client: AsyncWebClient, ada: Person
) -> None:
    await client.views_open(trigger_id=slack.new_trigger(ada.user), view=modal(text_input("What"), text_input("Why")))
    view = await ada.finds_modal("Log time")
    await ada.fill(view, {"What": "review", "Why": "late"})
    renamed = text_input("Why") | {"block_id": "another"}
    await client.views_update(view_id=view.id, view=modal(text_input("What"), renamed))
    assert view.values["block-what"]["what"]["value"] == "review"
    assert view.values["another"]["why"]["value"] is None


async def test_three_modals_are_stacked_and_no_more(slack: FakeSlack, client: AsyncWebClient, ada: Person) -> None:
    opened = await client.views_open(trigger_id=slack.new_trigger(ada.user), view=modal())
    await client.views_push(trigger_id=slack.new_trigger(ada.user, ada.modal), view=modal())
    pushed = await client.views_push(trigger_id=slack.new_trigger(ada.user, ada.modal), view=modal())
    assert pushed["view"]["root_view_id"] == opened["view"]["id"]
    one_more = client.views_push(trigger_id=slack.new_trigger(ada.user, ada.modal), view=modal())
    assert await refusal(one_more) == "push_limit_reached"


@pytest.mark.parametrize(
    "view",
    [
        modal() | {"title": plain("a title of more than 24 characters")},
        modal() | {"blocks": []},
        modal() | {"private_metadata": "x" * 3001},
        {name: value for name, value in modal(text_input("What")).items() if name != "submit"},
        {"type": "home", "blocks": [SECTION]},
    ],
)
async def test_a_malformed_modal_is_refused(
    slack: FakeSlack, client: AsyncWebClient, ada: Person, view: dict[str, Any]
) -> None:
    call = client.views_open(trigger_id=slack.new_trigger(ada.user), view=view)
    assert await refusal(call) == "invalid_arguments"
    expect_violation(slack, "invalid_arguments")


async def test_each_person_has_a_home_of_their_own(slack: FakeSlack, client: AsyncWebClient, ada: Person) -> None:
    published = await client.views_publish(user_id="U0ADA", view={"type": "home", "blocks": [SECTION]})
    assert (await ada.finds_home("Logged")).id == published["view"]["id"]
    assert person(slack, ada.door, "ben").home is None
    stale = client.views_publish(user_id="U0ADA", hash="1.old", view={"type": "home", "blocks": [SECTION]})
    assert await refusal(stale) == "hash_conflict"
    nobody = client.views_publish(user_id="U0NOBODY", view={"type": "home", "blocks": [SECTION]})
    assert await refusal(nobody) == "user_not_found"
