"""Packages that the light core does not bring: which extra has them."""

from __future__ import annotations

EXTRAS = {
    "pipeline": (
        "aiohttp",
        "cv2",
        "dvc",
        "dvc_data",
        "joblib",
        "matplotlib",
        "pandas",
        "psutil",
        "scipy",
        "sklearn",
        "threadpoolctl",
        "torchmetrics",
        "torchvision",
    ),
    "dask": ("distributed",),
}
"""By extra, the packages as they are imported."""


def advice(missing: ModuleNotFoundError) -> str | None:
    """What a command needs that could not import this; nothing where no extra brings it."""
    package = (missing.name or "").partition(".")[0]
    for extra, packages in EXTRAS.items():
        if package in packages:
            return f"needs the extra `{extra}` ({package}): pip install 'synthdigits[{extra}]'"
    return None
