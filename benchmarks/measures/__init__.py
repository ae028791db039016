"""All measures: a module for each family, in the order in which they are told."""

from benchmarks.measures import burst, documents, latency, memory, slurm, throughput

MEASURES = (
    *latency.MEASURES,
    *burst.MEASURES,
    *throughput.MEASURES,
    *documents.MEASURES,
    *memory.MEASURES,
    *slurm.MEASURES,
)
