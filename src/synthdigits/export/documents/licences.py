"""Licences of real digits, which sets derived from them keep."""

from __future__ import annotations

from pathlib import Path

from synthdigits.config.sections import Licence

FILE = Path("LICENCE.txt")

KNOWN = {
    "mnist": Licence(
        spdx="CC-BY-SA-3.0",
        url="https://creativecommons.org/licenses/by-sa/3.0/",
        attribution="MNIST, by Yann LeCun, Corinna Cortes and Christopher J. C. Burges",
    ),
    "qmnist": Licence(
        spdx="BSD-3-Clause",
        url="https://github.com/facebookresearch/qmnist/blob/main/LICENSE",
        attribution="QMNIST, by Chhavi Yadav and Léon Bottou",
    ),
    "kmnist": Licence(
        spdx="CC-BY-SA-4.0",
        url="https://creativecommons.org/licenses/by-sa/4.0/",
        attribution="KMNIST dataset (created by CODH), adapted from Kuzushiji Dataset "
        "(created by NIJL and others), doi:10.20676/00000341",
    ),
    "fashion_mnist": Licence(
        spdx="MIT",
        url="https://github.com/zalandoresearch/fashion-mnist/blob/master/LICENSE",
        attribution="Fashion-MNIST, copyright 2017 Zalando SE",
    ),
    "digits": Licence(
        spdx="CC-BY-4.0",
        url="https://creativecommons.org/licenses/by/4.0/",
        attribution="Optical Recognition of Handwritten Digits, by Ethem Alpaydin and Cenk "
        "Kaynak, UCI Machine Learning Repository, doi:10.24432/C50P49",
    ),
}
"""By ``data.source``. The others have no clear licence: ``export.licence`` has to name one."""

NOTICE = """\
{name}

Derived from: {attribution}
Licence: {spdx}, {url}

What changed: {change}
Passed on under the same terms: name the authors above, link the licence, say what you
change, and, where it asks for that, share under the same licence. No warranty is given.

Whether what a generative model makes is a work derived from what it was trained on is not
settled in law; these terms are the careful reading.
"""

CHANGES = {
    "synthetic": "every image was made by a generative model that was trained on them.",
    "inpainted": "each image had a square hole, which a trained model painted over.",
    "masked": "each image has a square hole.",
}


def agrees(text: str, name: str, licence: Licence) -> bool:
    """Whether a ``LICENCE.txt`` is that of a set of this name and licence."""
    terms = f"Licence: {licence.spdx}, {licence.url}\n"
    return text.startswith(f"{name}\n\nDerived from: {licence.attribution}\n") and terms in text


def largest(licence: Licence) -> int:
    """Bytes beyond which a text is no notice of this licence."""
    return 2**14 + 2 * len(licence.model_dump_json())


def notice(name: str, kind: str, licence: Licence) -> str:
    """The text of ``LICENCE.txt``."""
    return NOTICE.format(name=name, change=CHANGES[kind], **licence.model_dump())
