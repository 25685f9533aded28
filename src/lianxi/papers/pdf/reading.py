"""The library that reads PDF is not for two threads at once: who reads one in this process holds `READING`."""

import threading

READING = threading.Lock()
