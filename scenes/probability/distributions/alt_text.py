"""What the last frame of each beat shows of distributions, for whoever cannot see it."""

from __future__ import annotations

from explainer.numbers import magnitude
from explainer.plain_text import plain_text
from explainer.scenes.probability.distributions.families import FAMILIES, KNOBS
from explainer.scenes.probability.distributions.limits import Limit
from explainer.scenes.probability.distributions.story import DistributionsStory, FamilyStory
from explainer.scenes.probability.distributions.text import (
    end_moments,
    experiment_note,
    value,
)


def family_picture(story: FamilyStory) -> str:
    """Return what is seen of a family when its knobs have come to rest."""
    family = story.family
    x, heights = story.graph(story.end)
    kind = "bars of the mass function" if family.discrete else "density"
    knobs = " and ".join(f"{KNOBS[name].symbol} = {value(at)}" for name, at in story.end.items())
    mean, deviation = end_moments(story)
    peak = value(float(x[heights.argmax()]))
    level = heights[heights > 0]
    where = (
        "level between its ends"
        if family.name == "uniform"
        else f"highest at {peak}"
        if level.max() > level.min()
        else "all of one height"
    )
    return (
        f"Above, one run of the experiment: {experiment_note(story)}, and as the knobs stand now. "
        f"Below, the {kind} of the {family.title} law with {knobs}, {where}. A dot marks the mean, "
        f"{mean}, and a bar to either side the standard deviation, {deviation}."
    )


def limit_picture(limit: Limit) -> str:
    """Return what is seen at the end of a limit."""
    source, target = FAMILIES[limit.source].title, FAMILIES[limit.target_name].title
    shape = "bars" if limit.bars else "a curve"
    goal = "dots on stems" if limit.counts else "a line"
    promise = ", below the dashed line of the bound" if limit.bound else ""
    return (
        f"The {source} law as {shape} at {limit.symbol} = {limit.last}, and the {target} law as "
        f"{goal}. Beside them the {plain_text(limit.distance)} falls from "
        f"{magnitude(float(limit.distances[0]), 2)} to "
        f"{magnitude(float(limit.distances[-1]), 2)}{promise}."
    )


def map_picture(story: DistributionsStory) -> str:
    """Return what is seen of the map."""
    shown = ", ".join(FAMILIES[name].title for name in story.shown)
    return (
        "Ten families in boxes, each with the shape of its law, joined by arrows that name the way "
        f"from one to the next. Those that were told of are lit: {shown}."
    )
