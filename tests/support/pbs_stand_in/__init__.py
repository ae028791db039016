"""A stand-in for the servers and commands of real Torque 6.1.3 and OpenPBS 23.06, which no package of Debian has.

Written by hand after what the two were seen to do: `words` is the table of their texts and codes, `server` keeps the
queue, `node` runs a job's script, `command` is qsub, qstat, qdel and pbsnodes, and `cluster` starts and stops it all.
It is not the real thing: it shows that the service reads those words, not that some Torque still says them.
"""

from __future__ import annotations
