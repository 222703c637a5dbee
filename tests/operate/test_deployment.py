"""prefect.yaml, for operators with a work pool of their own: it is what Prefect takes, and leads to the flow."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from prefect import Flow
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.client.schemas.schedules import CronSchedule
from prefect.flows import load_flow_from_entrypoint

from foretold.settings import house


@pytest.fixture(scope="module")
def deployment() -> dict[str, Any]:
    (one,) = yaml.safe_load((house() / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert isinstance(one, dict)
    return one


def test_the_entrypoint_is_the_flow_and_takes_the_parameters(
    deployment: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(house())
    flow: Flow[..., Any] = load_flow_from_entrypoint(deployment["entrypoint"])
    assert flow.name == "nightly"
    assert deployment["parameters"].items() <= flow.validate_parameters(deployment["parameters"]).items()
    with pytest.raises(TypeError):
        flow.validate_parameters({"date": "data"})


def test_schedule_and_limit_are_what_prefect_takes(deployment: dict[str, Any]) -> None:
    (schedule,) = deployment["schedules"]
    assert DeploymentScheduleCreate(schedule=CronSchedule(**schedule)).active
    limit = ConcurrencyLimitConfig(**deployment["concurrency_limit"])
    assert (limit.limit, limit.collision_strategy) == (1, ConcurrencyLimitStrategy.CANCEL_NEW)
