"""Posts that wait together for one channel, put into one message."""

from typing import Final

from clankerbot_engine.stores.ports import JsonDict, Post

MOST_BLOCKS: Final = 50
MOST_CHARACTERS: Final = 3000
"""Of the text of posts that are posted as one."""


def bundled(posts: list[Post]) -> list[Post]:
    """The first, and those of its batch right behind it that fit into one message with it."""
    first, *others = posts
    bundle = [first]
    if first.batch is None:
        return bundle
    for post in others:
        if post.batch != first.batch or not _fits([*bundle, post]):
            break
        bundle.append(post)
    return bundle


def _fits(bundle: list[Post]) -> bool:
    together = joined(bundle)
    threads = {post.message.get("thread_ts") for post in bundle}
    return (
        len(threads) == 1
        and len(together["text"]) <= MOST_CHARACTERS
        and len(together.get("blocks") or ()) <= MOST_BLOCKS
    )


def joined(bundle: list[Post]) -> JsonDict:
    """One message of several: their texts under each other, their blocks too, where all have some."""
    if len(bundle) == 1:
        return bundle[0].message
    messages = [post.message for post in bundle]
    together: JsonDict = {**messages[0], "text": "\n".join(message["text"] for message in messages)}
    if all(message.get("blocks") for message in messages):
        together["blocks"] = [block for message in messages for block in message["blocks"]]
    else:
        together.pop("blocks", None)
    return together
