"""Storage: where the results of jobs are published."""
