"""What Clockify itself said when it refused: a workspace is left alone until then, by all its people and all instances.

So a new free workspace, which allows 30 requests an hour, is asked in vain once, not by everybody.
"""
