"""The demonstration on Slurm: `python -m examples.slurm` runs the services of `compose.yaml` without containers."""
