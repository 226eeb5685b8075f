import time
from datetime import datetime, UTC
a=time.monotonic()
for _ in range(20000): datetime.now(UTC)
print("now", (time.monotonic()-a)/20000*1e6,"us")
a=time.monotonic()
for _ in range(20000): time.monotonic()
print("mono", (time.monotonic()-a)/20000*1e6,"us")
import os
a=time.monotonic()
for _ in range(2000): os.stat("/tmp")
print("stat", (time.monotonic()-a)/2000*1e6,"us")
