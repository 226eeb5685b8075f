"""The image, as far as it can be proved without a Docker engine: what the file says, its steps in a clean folder."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@dataclass
class Stage:
    image: str
    name: str
    instructions: list[tuple[str, str]] = field(default_factory=list)

    def all(self, name: str) -> list[str]:
        return [arguments for instruction, arguments in self.instructions if instruction == name]

    def one(self, name: str) -> str:
        (arguments,) = self.all(name)
        return arguments

    @property
    def environment(self) -> dict[str, str]:
        pairs = (word.split("=", 1) for line in self.all("ENV") for word in shlex.split(line))
        return dict(pairs)


def read_dockerfile() -> list[Stage]:
    text = "\n".join(line for line in (ROOT / "Dockerfile").read_text().splitlines() if not line.startswith("#"))
    stages: list[Stage] = []
    for line in text.replace("\\\n", " ").splitlines():
        if not line.strip():
            continue
        instruction, _, arguments = line.strip().partition(" ")
        arguments = " ".join(arguments.split()) if instruction != "HEALTHCHECK" else arguments.strip()
        if instruction == "FROM":
            image, _, name = arguments.partition(" AS ")
            stages.append(Stage(image, name))
        else:
            stages[-1].instructions.append((instruction, arguments))
    return stages


def copied(stage: Stage) -> list[str]:
    """Paths of the tree that the stage takes in."""
    return [source for line in stage.all("COPY") if "--from" not in line for source in shlex.split(line)[:-1]]


BUILD, RUNTIME = read_dockerfile()


def test_it_has_two_stages_on_one_slim_python_pinned_by_tag() -> None:
    assert (BUILD.name, RUNTIME.name) == ("build", "runtime")
    assert BUILD.image == RUNTIME.image  # the virtual environment's interpreter must be there
    assert re.fullmatch(r"python:3\.1\d(\.\d+)?-slim(-\w+)?", BUILD.image)


def test_every_copied_path_is_in_the_tree_and_reaches_the_builder() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert ignored[ignored.index("*") :][0] == "*"
    for source in copied(BUILD):
        assert (ROOT / source).exists(), source
        assert f"!{source}" in ignored
    # Nothing else does: no .env, no database, no history.
    assert {entry[1:] for entry in ignored if entry.startswith("!")} == set(copied(BUILD))
    assert copied(RUNTIME) == []


def test_what_is_copied_between_stages_is_made_in_the_first() -> None:
    assert RUNTIME.all("COPY") == ["--from=build /opt/venv /opt/venv"]
    assert any("python -m venv /opt/venv" in run for run in BUILD.all("RUN"))


def test_every_install_from_the_network_is_locked_by_hash() -> None:
    installs = re.findall(r"pip (?:install|wheel)[^&]*", " & ".join([*BUILD.all("RUN"), *RUNTIME.all("RUN")]))
    assert len(installs) == 4
    for install in installs:
        assert "--require-hashes --only-binary :all:" in install or "--no-deps --no-index" in install, install


def test_it_runs_as_a_user_without_rights_who_owns_the_volume() -> None:
    run = RUNTIME.one("RUN")
    assert "groupadd --gid 1000 clankerbot" in run
    assert re.search(r"useradd --uid 1000 --gid 1000 .*clankerbot", run)
    assert "install -d -o clankerbot -g clankerbot -m 0700 /data" in run
    assert RUNTIME.one("USER") == "clankerbot"
    assert RUNTIME.one("VOLUME") == "/data"
    order = [instruction for instruction, _ in RUNTIME.instructions]
    assert order.index("RUN") < order.index("VOLUME") < order.index("USER")


def test_no_installer_is_left_in_it() -> None:
    assert "/opt/venv/bin/pip uninstall --yes pip setuptools" in BUILD.all("RUN")[-1]
    assert "pip uninstall --yes pip setuptools wheel" in RUNTIME.one("RUN")
    assert "apt-get" not in (ROOT / "Dockerfile").read_text()


def test_everything_that_is_written_goes_to_the_volume() -> None:
    environment = RUNTIME.environment
    assert environment["DATABASE_URL"] == "sqlite:////data/clankerbot.db"
    assert environment["PYTHONDONTWRITEBYTECODE"] == "1"
    assert environment["HOST"] == "0.0.0.0"
    assert RUNTIME.one("WORKDIR") == "/data"


def test_signals_reach_the_service_itself() -> None:
    assert json.loads(RUNTIME.one("ENTRYPOINT")) == ["clankerbot"]
    assert json.loads(RUNTIME.one("CMD")) == ["serve"]
    assert RUNTIME.one("STOPSIGNAL") == "SIGTERM"
    assert RUNTIME.environment["PATH"].startswith("/opt/venv/bin:")


@contextmanager
def answering(status: int) -> Iterator[tuple[int, list[str]]]:
    asked: list[str] = []

    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Health) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port, asked
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
def test_the_health_check_is_true_to_healthz_and_needs_no_curl(status: int, healthy: bool) -> None:
    program, *arguments = json.loads(RUNTIME.one("HEALTHCHECK").partition("CMD ")[2])
    assert program == "python"
    with answering(status) as (port, asked):
        # A proxy of the container's environment is not for the container itself.
        environment = {"PORT": str(port), "http_proxy": "http://127.0.0.1:9"}
        check = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True)
    assert asked == ["/healthz"]
    assert (check.returncode == 0) is healthy


def test_its_steps_make_a_wheel_that_runs_without_the_source(tmp_path: Path) -> None:
    source, wheels, target = tmp_path / "src", tmp_path / "wheel", tmp_path / "installed"
    source.mkdir()
    for path in copied(BUILD):
        if (ROOT / path).is_dir():
            shutil.copytree(ROOT / path, source / path, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / path, source / path)
    build = BUILD.all("RUN")[-1].split("&&")[0].strip()
    assert build.startswith("/opt/build/bin/pip wheel ")
    command = [sys.executable, "-m", "pip", *shlex.split(build)[1:]]
    command[command.index("/wheel")] = str(wheels)
    subprocess.run([*command, "--quiet"], cwd=source, check=True, env={"PATH": "", "HOME": str(tmp_path)})
    (wheel,) = wheels.glob("clankerbot-*.whl")
    shutil.unpack_archive(wheel, target, "zip")
    shutil.rmtree(source)

    # -S: the editable install, which would put the source back on the path, is not seen.
    code = f"""
import sys
sys.path[:0] = [{str(target)!r}, {sysconfig.get_path("purelib")!r}]
import clankerbot_engine, clankerbot_bot, clankerbot_http, http.client
for package in (clankerbot_engine, clankerbot_bot, clankerbot_http):
    assert package.__file__.startswith({str(target)!r}), package.__file__
from importlib.metadata import distribution
(script,) = [each for each in distribution("clankerbot").entry_points if each.group == "console_scripts"]
assert script.name == "clankerbot"
sys.argv = ["clankerbot", "--version"]
script.load()()
"""
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert re.search(r"\d+\.\d+\.\d+", run.stdout)
