"""The demo's data folder: secrets that stay and are private, logs that do not grow for ever."""

import stat

from crisiswatch.demo_folder import open_folder, put_away_long_logs, secret, write_private


def test_a_secret_stays_the_same_in_its_folder_alone(tmp_path):
    first, second = open_folder(tmp_path / "first"), open_folder(tmp_path / "second")
    made = secret(first, "key", length=48)
    assert len(made) == 64
    assert secret(first, "key", length=48) == made
    assert secret(second, "key", length=48) != made


def test_an_empty_secret_is_made_anew(tmp_path):
    (tmp_path / "key").touch()
    assert secret(tmp_path, "key", length=9)


def test_what_is_private_is_so_even_where_it_was_not(tmp_path):
    path = tmp_path / "key"
    path.write_text("old")
    path.chmod(0o644)
    write_private(path, "new")
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_long_log_is_put_away(tmp_path):
    logs = open_folder(tmp_path) / "logs"
    (logs / "short.log").write_text("short")
    (logs / "long.log").write_bytes(b"x" * 16_000_001)
    put_away_long_logs(tmp_path)
    assert {log.name for log in logs.iterdir()} == {"short.log", "long.log.old"}
