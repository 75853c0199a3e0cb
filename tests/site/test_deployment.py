"""A site that the public reaches does not start with unsafe settings."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from crisiswatch.secret_files import SECRETS

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "DEPLOYMENT": "production",
    "SECRET_KEY": "k3yU-o8gq2-" * 6,
    "DEBUG": "false",
    "ALLOWED_HOSTS": "crisiswatch.example.org",
    "HTTPS": "true",
    "TRUSTED_PROXIES": "1",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ENV_FILE": os.devnull,
    "STATIC_ROOT": str(ROOT / "tests"),  # any folder that there is
}


def run(*words, **settings):
    environment = {"PATH": os.environ["PATH"], **SAFE, **settings}
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True
    )


def test_safe_settings_pass_djangos_own_check():
    checked = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({}, ""),
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "secret"}, "SECRET_KEY can be guessed"),
        ({"DEBUG": "true"}, "DEBUG is true"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS has the wildcard"),
        ({"ALLOWED_HOSTS": "localhost"}, "ALLOWED_HOSTS names no host but this machine"),
        ({"HTTPS": "false"}, "HTTPS is false"),
        ({"HTTPS": "false", "DEPLOYMENT": "local"}, ""),
        ({"SECRET_KEY": "", "DEPLOYMENT": "local"}, "SECRET_KEY is not set"),
        ({"DEPLOYMENT": "prod"}, "DEPLOYMENT=prod is neither"),
    ],
)
def test_web_starts_or_says_in_one_line_why_not(settings, message):
    started = run("-c", "import crisiswatch.wsgi", **settings)
    lines = [line for line in started.stderr.splitlines() if line]
    if message:
        assert started.returncode == 1
        assert [message in line for line in lines] == [True]
    else:
        assert (started.returncode, lines) == (0, [])


def test_no_reader_waits_for_views_and_templates_to_be_loaded():
    ask = (
        "import sys, crisiswatch.wsgi; from django.template import engines;"
        "kept = engines['django'].engine.template_loaders[0].get_template_cache;"
        "print('reactions.views.maps' in sys.modules, 'reactions/map.html' in kept)"
    )
    assert run("-c", ask).stdout == "True True\n"


@pytest.mark.parametrize("program", ["worker", "beat"])
def test_workers_and_beat_refuse_too(program, tmp_path):
    words = ["--schedule", str(tmp_path / "beat")] if program == "beat" else []
    refused = run("-m", "celery", "--app=crisiswatch", program, *words, DEBUG="true")
    assert refused.returncode != 0
    assert "DEBUG is true" in refused.stderr


def test_example_of_the_environment_names_every_setting():
    source = (ROOT / "crisiswatch" / "settings.py").read_text()
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', source))
    read |= {"PROMETHEUS_MULTIPROC_DIR", "WEB_CONCURRENCY"}
    read |= {f"{name}_FILE" for name in SECRETS}
    read |= {"SITE_HOST", "POSTGRES_PASSWORD", "PORT"}  # by docker-compose.yml
    named = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert named == read


def test_secrets_may_stand_in_files(tmp_path):
    file = tmp_path / "key"
    file.write_text("f1le-k3yU-o8gq2-" * 4 + "\n")
    say_key = (
        "from django.conf import settings; settings._setup(); print(repr(settings.SECRET_KEY))"
    )
    words = {"DJANGO_SETTINGS_MODULE": "crisiswatch.settings"}
    told = run("-c", say_key, SECRET_KEY_FILE=str(file), **words)
    assert told.stdout == f"{'f1le-k3yU-o8gq2-' * 4!r}\n"
    missing = run("-c", say_key, SECRET_KEY_FILE=str(tmp_path / "none"), **words)
    assert f"SECRET_KEY_FILE names {tmp_path / 'none'}, which cannot be read" in missing.stderr
