"""The platform's pages and programs."""

import gc

#: new objects after which the youngest are looked through. With Python's 700 everything was looked through three times while a program was
#: loaded, for a sixth of that time; beyond some thousand, only the memory of what is garbage meanwhile grows
gc.set_threshold(10_000, 10, 10)
