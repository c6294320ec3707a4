"""Settings read from the environment, and the key of a machine that has none."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def load_dotenv(path: Path) -> None:
    """Take NAME=value lines; what the environment already says wins."""
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            name, is_pair, value = line.partition("=")
            if is_pair and not name.lstrip().startswith("#"):
                os.environ.setdefault(name.strip(), value.strip())


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, default: bool = False) -> bool:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    value = env(name, str(default)).lower()
    if value not in words:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return words[value]


def env_int(name: str, default: int) -> int:
    value = env(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def env_list(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in env(name, default).split(",") if word.strip()]


def own_file(path: Path) -> None:
    """Have `path` be a file that its user alone can read, whatever the umask."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    if path.stat().st_mode & 0o077:  # made before, or by another program
        path.chmod(0o600)


def development_key(path: Path) -> str:
    """A key of this machine's own, readable by its user only, so that no key is ever committed."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key := secrets.token_urlsafe(50))
    return key
