"""The check command's look at how a scene moves."""

from __future__ import annotations

from explainer.cli.job import Job
from explainer.messages import one_line, shorten


def motion_faults(job: Job) -> list[str]:
    """Draw the whole film, small, and return a line for each fault of its motion."""
    from explainer.motion.film import faults
    from explainer.motion.meter import measured

    return [
        one_line(f"{job.scene.name}, {shorten(fault.beat, 60)}: {fault}")
        for fault in faults(measured(job.build, job.theme.layout))
    ]
