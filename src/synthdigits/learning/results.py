"""What every training gives back, and the one piece that writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from torch import nn

from synthdigits.config.paths import TrainingFiles
from synthdigits.figures import write_json, write_losses
from synthdigits.learning.collapse import tell
from synthdigits.learning.loop import TrainingLog
from synthdigits.learning.run import TrainingRun
from synthdigits.learning.weights import Header, save_weights


@dataclass(frozen=True)
class Trained:
    """A network after its training.

    Attributes:
        network: in evaluation mode.
        header: how it is built again, and the rows behind it.
        figures: what metrics/ says of it beside the log.
        findings: why it is of no use; see :mod:`synthdigits.learning.collapse`.
    """

    network: nn.Module
    header: Header
    log: TrainingLog
    figures: Mapping[str, float] = field(default_factory=dict)
    findings: Sequence[str] = ()


def keep(run: TrainingRun, trained: Trained, files: TrainingFiles) -> None:
    """Write weights, losses and figures; then the checkpoint has done its duty.

    Raises:
        CollapseError: the training has collapsed; nothing is written.
    """
    tell(run.name, trained.findings, run.schedule)
    save_weights(files.weights, trained.network, trained.header)
    write_losses(files.losses, trained.log.loss_names, trained.log.losses)
    write_json(files.figures, {**trained.figures, **trained.log.facts()})
    run.discard_checkpoint()
