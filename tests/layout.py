"""What is wrong with the text of a frame: outside, overlapping, too small, too faint."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from explainer.mobjects.text import TypesetMobject
from explainer.style import SAFE, SMALLEST_TEXT, contrast_ratio

LEAST_CONTRAST = 4.5
SLACK = 0.015
"""Scene units by which outlines may touch: a third of a pixel at 480p."""


def ink(text: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the lower left and upper right of what is drawn of a text, (2,) each."""
    points = np.concatenate(
        [
            child.points[:, :2]
            for child in text.family_members_with_points()
            if child is not text.reference and child.get_fill_opacity() > 0.05
        ]
    )
    return points.min(axis=0), points.max(axis=0)


def texts_of(scene: Any) -> list[TypesetMobject]:
    """Return all text that can be seen now."""
    return [
        member
        for member in scene.get_mobject_family_members()
        if isinstance(member, TypesetMobject)
        and any(
            child.get_fill_opacity() > 0.05
            for child in member.submobjects
            if child is not member.reference and len(child.points)
        )
    ]


def faults(scene: Any) -> list[str]:
    """Return a line for each thing that is wrong with the text that a scene shows now."""
    texts = texts_of(scene)
    boxes = [ink(text) for text in texts]
    found = []
    for text, (low, high) in zip(texts, boxes, strict=True):
        if (
            low[0] < SAFE.left - SLACK
            or low[1] < SAFE.bottom - SLACK
            or high[0] > SAFE.right + SLACK
            or high[1] > SAFE.top + SLACK
        ):
            found.append(f"{name(text)} leaves the safe area: {low.round(2)} to {high.round(2)}")
        if text.em < SMALLEST_TEXT - 1e-6:
            found.append(f"{name(text)} is too small: {text.em:.3f} of {SMALLEST_TEXT:.3f}")
    for (one, first), (other, second) in combinations(zip(texts, boxes, strict=True), 2):
        overlap = np.minimum(first[1], second[1]) - np.maximum(first[0], second[0])
        if (overlap > SLACK).all():
            found.append(f"{name(one)} and {name(other)} overlap by {overlap.round(2)}")
    return found + faint(scene, texts, boxes)


def faint(scene: Any, texts: list[Any], boxes: list[Any]) -> list[str]:
    """Return a line for each text whose contrast with what is behind it is too low."""
    camera = scene.camera
    camera.reset()
    camera.capture_mobjects(scene.mobjects, excluded_mobjects=texts)
    behind = np.array(camera.pixel_array)[..., :3]
    camera.reset()
    density = camera.pixel_height / camera.frame_height
    corner = np.array([camera.frame_width / 2, camera.frame_height / 2])
    found = []
    for text, (low, high) in zip(texts, boxes, strict=True):
        left, top = ((np.array([low[0], -high[1]]) + corner) * density).astype(int)
        right, bottom = np.ceil((np.array([high[0], -low[1]]) + corner) * density).astype(int)
        patch = behind[max(top, 0) : bottom + 1, max(left, 0) : right + 1].reshape(-1, 3)
        if not len(patch):
            continue
        # Each colour as one number: rows would take a sort by columns, most of this check's time.
        shades = np.bincount((patch // 16).astype(int) @ [256, 16, 1], minlength=16**3)
        ground = np.array(np.unravel_index(np.argmax(shades), (16, 16, 16))) * 16.0 + 8
        if text.halo:
            ground = channels(text.halo[0])
        for child in text.family_members_with_points():
            opacity = child.get_fill_opacity()
            if child is text.reference or opacity <= 0.05:
                continue
            drawn = opacity * channels(child.get_fill_color().to_hex()) + (1 - opacity) * ground
            ratio = contrast_ratio(code(drawn), code(ground))
            if ratio < LEAST_CONTRAST - 0.15:  # the ground is known to within 8 of 255
                found.append(f"{name(text)} is too faint: {ratio:.1f} on {code(ground)}")
                break
    return found


def name(text: Any) -> str:
    return repr(getattr(text, "markup", getattr(text, "text", type(text).__name__)))


def channels(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)


def code(colour: np.ndarray) -> str:
    return "#" + "".join(f"{round(value):02X}" for value in np.clip(colour, 0, 255))
