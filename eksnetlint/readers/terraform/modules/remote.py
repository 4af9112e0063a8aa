"""Modules that are not on disk, and what is known of them all the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eksnetlint.readers.terraform.modules.objects import Outputs
from eksnetlint.readers.terraform.resource import RemoteCall, StandIn
from eksnetlint.readers.terraform.types import Pending, TfValue
from eksnetlint.values import Reason, at


@dataclass(slots=True, eq=False)
class Remote:
    """A call of a module that is not on disk, and what is known of that module."""

    call: RemoteCall
    reason: Reason
    stand_in: StandIn | None = None
    _outputs: Mapping[str, TfValue] | None = None

    def output(self, name: str) -> TfValue:
        """An output; what the stand-in does not give is known by its address alone."""
        if self._outputs is None:
            self._outputs = self.stand_in.outputs(self.call) if self.stand_in else {}
        value = self._outputs.get(name)
        if value is not None:
            return value
        origin = at(self.call.span, self.call.address)
        return Pending(self.reason, origin, address=self.call.address, attribute=name)


class AnyOutput(Outputs):
    """The outputs of a module that is not on disk: any name may be one."""

    def __init__(self, remote: Remote) -> None:
        super().__init__((), remote.output)
