"""Stamps: leaves in a file which run of which step of which job was at work when, so that a test sees them all.

The file is called as the job, and lies in a folder that is none of the service's. Lines are written whole and appended.
"""

import hashlib
import json
import os
import re
import socket
import sys
import time
from pathlib import Path

folder, step, seconds, word, form = sys.argv[1:]
job = re.findall(r"/jobs/([^/]+)/", str(Path.cwd()))[-1]


def stamp(what):
    line = f"{step} {socket.gethostname()} {os.getpid()} {time.clock_gettime(time.CLOCK_BOOTTIME):.3f} {what}\n"
    descriptor = os.open(Path(folder, job), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(descriptor, line.encode())
    os.close(descriptor)


end = time.monotonic() + float(seconds)
stamp("begin")
while time.monotonic() < end:
    time.sleep(0.2)
    stamp("beat")
said = hashlib.sha256(word.encode()).hexdigest()
if form == "file":
    Path("page.txt").write_text(f"{said}\n" * 2000)
    outputs = {"page": {"class": "File", "path": "page.txt"}}
else:
    outputs = {"said": said}
Path("cwl.output.json").write_text(json.dumps(outputs))
stamp("end")
