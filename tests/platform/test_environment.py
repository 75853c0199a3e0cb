"""The locks, and what a machine hears on which the environment cannot be made."""

import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from crisiswatch.environment import INSTALLER_LOCK, EnvironmentFault, main

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = sorted(ROOT.glob("requirements*.lock"))


def locked(lock: Path) -> dict[str, str]:
    """Return the version that `lock` holds of each package, by name."""
    return dict(re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==([^\s;]+)", lock.read_text(), re.MULTILINE))


def wanted(*extras: str) -> list[Requirement]:
    """Return what pyproject.toml asks for, with these extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    words = list(project["dependencies"])
    for extra in extras:
        words += project["optional-dependencies"][extra]
    return [Requirement(word) for word in words if not word.startswith("crisiswatch[")]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_has_hashes_and_no_addresses(lock):
    text = lock.read_text()
    assert locked(lock)
    assert not re.search(r"://|^-|^\s*--(?!hash=sha256:)| @ ", text, re.MULTILINE)
    for entry in re.split(r"\n(?=\S)", text):
        assert "==" not in entry or "--hash=sha256:" in entry


@pytest.mark.parametrize(
    ("name", "extras"),
    [
        ("requirements.lock", ()),
        ("requirements-embedded.lock", ("embedded",)),
        ("requirements-dev.lock", ("embedded", "dev")),
    ],
)
def test_a_lock_holds_what_the_project_asks_for(name, extras):
    versions = locked(ROOT / name)
    for requirement in wanted(*extras):
        assert requirement.specifier.contains(versions[requirement.name.lower().replace("_", "-")])


def test_the_locks_agree():
    versions = locked(ROOT / "requirements.lock")
    for lock in ("requirements-embedded.lock", "requirements-dev.lock"):
        assert versions.items() <= locked(ROOT / lock).items()


def test_another_system_is_told(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(EnvironmentFault, match="runs on Linux and macOS, not on win32"):
        main(INSTALLER_LOCK)


@pytest.mark.skipif(sys.platform != "linux", reason="the C library is asked on Linux alone")
def test_another_c_library_is_told(monkeypatch):
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    with pytest.raises(EnvironmentFault, match="another C library than glibc"):
        main(INSTALLER_LOCK)


def test_a_python_without_pip_is_told(tmp_path):
    # As Debian's python3 is without its package python3-venv, on a machine without uv.
    project = tmp_path / "project"
    (project / "crisiswatch").mkdir(parents=True)
    shutil.copy(ROOT / "crisiswatch" / "environment.py", project / "crisiswatch")
    shutil.copy(INSTALLER_LOCK, project)
    for module in ("pip", "ensurepip"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit('not here')")
    done = subprocess.run(
        [
            str(Path(sys.executable).resolve()),
            *("crisiswatch/environment.py", INSTALLER_LOCK.name),
        ],
        cwd=project,
        env={**os.environ, "PATH": "/nowhere", "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Debian and Ubuntu: apt-get install python3-venv" in done.stderr
