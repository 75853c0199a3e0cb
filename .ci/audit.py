"""Looks for known faults in the locked dependencies, and for secrets among the committed files.

`make audit` runs it. It ends with status 1 for a fault or a secret, and says what could not be
asked: without a way to an advisory service the dependencies stay unaudited, which fails no build.
`.ci/known-secrets.json` lists what looks like a secret and is none; `--write` makes it anew.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from detect_secrets.core.scan import get_files_to_scan
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings

ROOT = Path(__file__).resolve().parent.parent
KNOWN = ROOT / ".ci" / "known-secrets.json"
AUDIT_SECONDS = 120
# Others' files, hashes of packages, and hashes of triggers' sources: long random words by nature.
_NOT_SCANNED = ("static/vendor/", "tests/browser/vendor/", "reactions/migrations/")
# Tests sign in with passwords of their own.
_BY_NAME = "Secret Keyword"
_NO_TEXT = (".lock", ".png", ".ico", ".woff2")


def main() -> None:
    secrets = found_secrets()
    if "--write" in sys.argv:
        KNOWN.write_text(json.dumps(sorted(secrets), indent=1) + "\n")
    known = {tuple(one) for one in json.loads(KNOWN.read_text())}
    new = sorted(secrets - known)
    for name, kind, _ in new:
        say(f"{name}: looks like a secret ({kind}). Take it out and change it; or --write.")
    say(f"secrets: {len(new)} new, {len(secrets & known)} known to be none")
    is_sound = audit_dependencies()
    sys.exit(1 if new or not is_sound else 0)


def found_secrets() -> set[tuple[str, str, str]]:
    """File, kind and hash of everything committed that looks like a secret."""
    names = _run("git", "ls-files").stdout.split()
    scanned = [
        name
        for name in names
        if not name.startswith(_NOT_SCANNED)
        and not name.endswith(_NO_TEXT)
        and (ROOT / name).is_file()
        and ROOT / name != KNOWN
    ]
    collection = SecretsCollection(root=str(ROOT))
    with default_settings():
        collection.scan_files(*get_files_to_scan(*scanned, root=str(ROOT)))
    return {
        (name, secret.type, secret.secret_hash)
        for name, secret in collection
        if not (name.startswith("tests/") and secret.type == _BY_NAME)
    }


def audit_dependencies() -> bool:
    """Whether no locked version has a fault that the advisory service knows, as far as it tells."""
    words = ("-m", "pip_audit", "--disable-pip", "--no-deps", "--progress-spinner=off")
    wanted = ("--timeout=10", "--format=json", "--requirement=requirements.lock")
    try:
        done = _run(sys.executable, *words, *wanted)
        packages = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError) as error:
        say(f"!!! DEPENDENCIES WERE NOT AUDITED: no advisory service ({type(error).__name__}).")
        return True
    faults = [(package, fault) for package in packages for fault in package.get("vulns", ())]
    for package, fault in faults:
        mend = ", ".join(fault["fix_versions"]) or "no version yet"
        say(f"{package['name']} {package['version']}: {fault['id']}, mended by {mend}")
    unasked = [package["name"] for package in packages if "skip_reason" in package]
    say(f"dependencies: {len(packages) - len(unasked)} audited, {len(faults)} known faults")
    if unasked:
        say(f"!!! {len(unasked)} DEPENDENCIES WERE NOT AUDITED: the service does not know them.")
    return not faults


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 (words of our own)
        words, cwd=ROOT, capture_output=True, text=True, timeout=AUDIT_SECONDS, check=False
    )


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
