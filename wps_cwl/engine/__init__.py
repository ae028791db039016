"""Accepted job -> its end: staging, the leader, progress, recovery, publishing."""
