"""Who runs the steps: `local`, and the batch schedulers, which share all but their dialects.

In the engine: `batch` (what of a job is in the queue), `poller` (which asks for all), `processes` (of this machine). In
a leader: `brief` (what it is told), `tracker`, `work`, `queue_view`. In both: `connection`, `submissions`, `snapshot`.
"""
