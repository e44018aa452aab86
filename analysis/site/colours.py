"""Colours: what a figure's and a side's colour become on a dark page.

Colours are turned in OKLab, where lightness is what eyes take for it (Ottosson 2020, "A perceptual color
space for image processing").
"""

from __future__ import annotations

import numpy as np

PAPER_DARK = "#14171c"
LIGHT_END, DARK_END = 0.21, 0.92  # where white and ink go: the dark page, and its text
INK_LIGHTNESS = 0.26
SIDE_LIGHTNESS = 0.74
GREYER = 0.8  # colours look stronger on a dark page
_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def darken_page(colour: str) -> str:
    """Return what `colour` becomes where white paper becomes the dark page: its lightness turned over.

    Examples
    --------
    >>> darken_page("#ffffff")
    '#14171c'
    """
    if colour.lower() == "#ffffff":
        return PAPER_DARK
    lightness, a, b = _read(colour)
    share = (max(lightness, INK_LIGHTNESS) - INK_LIGHTNESS) / (1 - INK_LIGHTNESS)
    return _write(DARK_END - share * (DARK_END - LIGHT_END), a * GREYER, b * GREYER)


def lighten(colour: str) -> str:
    """Return a side's colour for the dark page: the same hue at one lightness that reads on it."""
    lightness, a, b = _read(colour)
    return _write(max(lightness, SIDE_LIGHTNESS), a, b)


def contrast(one: str, two: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, 1 to 21).

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    return float(_linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))


def _linear(colour: str) -> np.ndarray:
    values = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def _read(colour: str) -> np.ndarray:
    return _TO_LAB @ np.cbrt(_TO_LMS @ _linear(colour))


def _write(lightness: float, a: float, b: float) -> str:
    """Back to sRGB; a colour outside it gives up chroma, never lightness or hue."""
    for share in np.linspace(1, 0, 21):
        lms = np.linalg.solve(_TO_LAB, np.array([lightness, a * share, b * share])) ** 3
        linear = np.linalg.solve(_TO_LMS, lms)
        if linear.min() >= -1e-4 and linear.max() <= 1 + 1e-4:
            break
    linear = np.clip(linear, 0, 1)
    values = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(float(value) * 255):02x}" for value in values)
