"""Timing pairs in turns, so that a busy neighbour disturbs both sides of a ratio alike."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter, process_time

Job = Callable[[], object]
WARM_UP = 3


@dataclass(frozen=True)
class Timed:
    """Medians of many repetitions, in milliseconds; CPU is this process's only."""

    cpu: float
    wall: float
    p95: float  # of the wall time
    least_cpu: float  # the repetition that neighbours disturbed least
    least_wall: float


def once(job: Job) -> tuple[float, float]:
    """Return (CPU, wall) of one execution, in milliseconds."""
    cpu, wall = process_time(), perf_counter()
    job()
    return (process_time() - cpu) * 1000, (perf_counter() - wall) * 1000


def summed_up(times: list[tuple[float, float]]) -> Timed:
    """Return the medians of many executions."""
    cpus, walls = zip(*times, strict=True)
    return Timed(
        cpu=median(cpus),
        wall=median(walls),
        p95=quantiles(walls, n=20)[-1] if len(walls) > 1 else walls[0],
        least_cpu=min(cpus),
        least_wall=min(walls),
    )


def in_turns(jobs: Mapping[str, Job], times: int) -> dict[str, Timed]:
    """Execute all jobs in turns, `times` times each."""
    for _turn in range(WARM_UP):
        for job in jobs.values():
            job()
    gc.collect()
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in jobs}
    for _turn in range(times):
        for name, job in jobs.items():
            found[name].append(once(job))
    return {name: summed_up(each) for name, each in found.items()}
