"""What stands under deploy/ is true of the program: its settings, its probes, its metrics, and nobody runs as root."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from clankerbot_engine.metrics import Metrics
from clankerbot_engine.settings import Settings
from clankerbot_http.access import ROUTES
from clankerbot_http.readiness import CHECK_TIMEOUT_S
from clankerbot_http.server import FINISH_S, GRACE_S

DEPLOY = Path(__file__).parent.parent / "deploy"
SETTINGS = {name.upper() for name in Settings.model_fields}
CADDY, PROMTOOL = shutil.which("caddy"), shutil.which("promtool")
PATHS = {route.template for route in ROUTES}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return document


@pytest.fixture(scope="module")
def kubernetes() -> dict[str, dict[str, Any]]:
    """By kind."""
    return {each["kind"]: each for each in yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text())}


def test_compose_runs_two_alike_behind_a_proxy(compose: dict[str, Any]) -> None:
    one, other = (compose["services"][f"clankerbot-{number}"] for number in (1, 2))
    assert one == other
    assert set(one["environment"]) <= SETTINGS
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert "ports" not in one, "nobody gets around the proxy"
    assert int(one["stop_grace_period"].removesuffix("s")) > GRACE_S + FINISH_S
    assert any(re.search(r"/readyz", word) for word in one["healthcheck"]["test"])
    for server in ("postgres", "redis"):
        assert compose["services"][server]["networks"] == ["inside"]
    assert compose["networks"]["inside"]["internal"] is True


def test_the_proxys_address_is_the_one_that_is_trusted(compose: dict[str, Any]) -> None:
    subnet = compose["networks"]["inside"]["ipam"]["config"][0]["subnet"]
    environment = compose["services"]["clankerbot-1"]["environment"]
    assert environment["TRUSTED_PROXIES"] == subnet
    proxy, instance = (set(compose["services"][name]["networks"]) for name in ("proxy", "clankerbot-1"))
    assert proxy & instance == {"inside"}
    Settings.from_environment({**environment, "DATABASE_URL": "postgresql://a@b/c", "REDIS_URL": ""}, env_file=None)


def test_the_settings_of_compose_are_settings() -> None:
    lines = (DEPLOY / "compose.env.example").read_text().splitlines()
    names = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    assert names <= SETTINGS


def test_the_proxy_takes_an_instance_out_before_it_stops() -> None:
    caddyfile = (DEPLOY / "Caddyfile").read_text()
    (interval,) = re.findall(r"health_interval (\d+)s", caddyfile)
    assert "health_uri /readyz" in caddyfile
    assert int(interval) * 2 < GRACE_S
    assert re.findall(r"clankerbot-\d:(\d+)", caddyfile) == ["8080", "8080"]


def test_every_image_says_its_version(compose: dict[str, Any]) -> None:
    images = [each["image"] for each in compose["services"].values() if "build" not in each]
    assert images
    assert all(":" in image and not image.endswith(":latest") for image in images)


def test_kubernetes_runs_nobody_as_root_and_writes_nothing(kubernetes: dict[str, dict[str, Any]]) -> None:
    pod = kubernetes["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["resources"]["limits"]["memory"]


def test_kubernetes_asks_at_routes_that_there_are_and_waits_for_the_end(kubernetes: dict[str, dict[str, Any]]) -> None:
    pod = kubernetes["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    probes = {name: container[f"{name}Probe"]["httpGet"]["path"] for name in ("startup", "liveness", "readiness")}
    assert probes == {"startup": "/healthz", "liveness": "/healthz", "readiness": "/readyz"}
    assert set(probes.values()) <= PATHS
    readiness = container["readinessProbe"]
    assert readiness["periodSeconds"] * readiness["failureThreshold"] < GRACE_S
    assert readiness["timeoutSeconds"] > CHECK_TIMEOUT_S
    assert pod["terminationGracePeriodSeconds"] > GRACE_S + FINISH_S


def test_kubernetes_settings_are_settings(kubernetes: dict[str, dict[str, Any]]) -> None:
    config, secret = kubernetes["ConfigMap"]["data"], kubernetes["Secret"]["stringData"]
    assert {*config, *secret} <= SETTINGS
    Settings.from_environment({**config, **secret}, env_file=None)


def test_a_rollout_and_a_drain_leave_two(kubernetes: dict[str, dict[str, Any]]) -> None:
    deployment, budget = kubernetes["Deployment"]["spec"], kubernetes["PodDisruptionBudget"]["spec"]
    labels = deployment["selector"]["matchLabels"]
    assert budget["selector"]["matchLabels"] == labels
    assert kubernetes["Service"]["spec"]["selector"] == labels
    assert budget["minAvailable"] < deployment["replicas"]
    assert deployment["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


def known_metrics() -> set[str]:
    names = set()
    for family in Metrics().registry.collect():
        suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}.get(family.type, [""])
        names |= {family.name + suffix for suffix in suffixes}
    return names


@pytest.mark.parametrize("name", ["prometheus-alerts.yaml", "grafana-dashboard.json"])
def test_rules_and_dashboard_ask_for_metrics_that_there_are(name: str) -> None:
    asked = set(re.findall(r"\bclankerbot_[a-z_]+\b", (DEPLOY / name).read_text()))
    assert asked
    assert asked <= known_metrics()


def test_the_dashboard_shows_every_metric() -> None:
    text = (DEPLOY / "grafana-dashboard.json").read_text()
    shown = set(re.findall(r"\bclankerbot_[a-z_]+\b", text))
    families = {family.name for family in Metrics().registry.collect()}
    ours = {name for name in families if name.startswith("clankerbot_")}  # the others: any process's, by Prometheus
    missing = {name for name in ours if not any(each.startswith(name) for each in shown)}
    assert missing <= {"clankerbot_breaker_refusals", "clankerbot_workspace_snapshots"}
    ids = [panel["id"] for panel in json.loads(text)["panels"]]
    assert len(ids) == len(set(ids))


def test_every_alert_says_what_to_do_in_the_operations_guide() -> None:
    rules = yaml.safe_load((DEPLOY / "prometheus-alerts.yaml").read_text())["groups"][0]["rules"]
    guide = (DEPLOY.parent / "docs/operations.md").read_text()
    assert [rule["alert"] for rule in rules if rule["alert"] not in guide] == []


@pytest.mark.skipif(CADDY is None, reason="caddy is not installed")
def test_caddy_takes_its_file(tmp_path: Path) -> None:
    """How it is behaved behind it: `end_to_end/test_behind_caddy.py`."""
    command = [str(CADDY), "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    checked = subprocess.run(command, env={"HOME": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed")
def test_prometheus_takes_the_rules_and_what_the_dashboard_asks_for(tmp_path: Path) -> None:
    panels = json.loads((DEPLOY / "grafana-dashboard.json").read_text())["panels"]
    asked = [target["expr"] for panel in panels for target in panel.get("targets", ())]
    assert asked
    # A rule for each question, as that is what promtool reads; Grafana fills its own words in before it asks.
    filled = [expr.replace("$__rate_interval", "5m").replace("$__range", "1h") for expr in asked]
    rules = [{"record": f"asked:{number}", "expr": expr} for number, expr in enumerate(filled)]
    questions = tmp_path / "dashboard.yaml"
    questions.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    command = [str(PROMTOOL), "check", "rules", str(DEPLOY / "prometheus-alerts.yaml"), str(questions)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
