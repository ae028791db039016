"""Those who are measured: ours, stock Toil and cwltool, PyWPS; and Slurm, on which two of them run."""


class NotAvailable(Exception):
    """What a measure needs cannot be had on this machine; the text says what."""
