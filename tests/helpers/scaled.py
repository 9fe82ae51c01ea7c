"""A chain in which everybody depends more, or less, on what they receive."""

from dataclasses import replace


def scaled(chain, x):
    """Every dependence a times x, from 1 on towards 1: a + (x - 1) (1 - a)."""
    services = {
        name: replace(
            service,
            dependence=(
                x * service.dependence
                if x <= 1
                else service.dependence + (x - 1) * (1 - service.dependence)
            ),
            dependence_range=None,
        )
        for name, service in chain.services.items()
    }
    return replace(chain, services=services)
