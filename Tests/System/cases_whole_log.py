"""What the log of all cases together must not say; runs last."""

from machine import Machine
from suite import case


@case("log: nothing that was typed in any case is in any line")
def nothing_typed(machine: Machine) -> None:
    machine.check_nothing_typed_is_logged(machine.ever_typed, 0)
