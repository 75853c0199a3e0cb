"""A page's styles as one file and its scripts as one, joined when the static files are collected.

The sources are cut by subject and a browser runs them as they are: `@import` lines in a style
sheet, `import` lines in a script. On a site of many readers each of them would be a request that
the page waits for, so what is collected holds the parts in place of the lines that name them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

_STYLE = re.compile(r'^@import "([\w-]+\.css)";\n', re.MULTILINE)
_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"\./([\w-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def join_styles(name: str, read: Callable[[str], str]) -> str:
    """The style sheet of this name with every sheet that it imports in its place.

    `read` gives the text of a sheet in the same folder.
    """
    return _STYLE.sub(lambda found: join_styles(found[1], read), read(name))


def join_scripts(name: str, read: Callable[[str], str]) -> str:
    """The module of this name with all that it imports before it, each in a scope of its own.

    `read` gives the text of a module in the same folder. A module that imports or exports in
    another form than ours, or in a circle, raises ValueError.
    """
    return "".join(_modules(name.removesuffix(".js"), read, {}, entry=True))


def _modules(
    name: str, read: Callable[[str], str], whole: dict[str, bool], *, entry: bool = False
) -> Iterator[str]:
    """The modules that this one needs and that are not there yet, and it; `whole` grows with it."""
    whole[name] = False
    text = read(f"{name}.js")
    for _, imported in _IMPORT.findall(text):
        if imported not in whole:
            yield from _modules(imported, read, whole)
        elif not whole[imported]:
            raise ValueError(
                f"static/js/{imported}.js and {name}.js import each other in a circle."
            )
    whole[name] = True
    exported = [found for _, found in _EXPORT.findall(text)]
    text = _EXPORT.sub(r"\1 \2", _IMPORT.sub(_taken, text))
    if left := _LEFT.search(text):
        raise ValueError(
            f"static/js/{name}.js: {left[0]!r} cannot be joined; write it as others do."
        )
    if entry:
        yield text
    else:
        gives = ", ".join(exported)
        yield f"const {_scope(name)} = (() => {{\n{text}return {{ {gives} }};\n}})();\n"


def _taken(found: re.Match[str]) -> str:
    """What stands for an import line: the names, taken from the scope of the other module."""
    names, module = found.groups()
    return f"const {{{names.replace(' as ', ': ')}}} = {_scope(module)};\n" if names else ""


def _scope(module: str) -> str:
    return "$" + module.replace("-", "_")


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Whitenoise's storage, hashed and compressed, of joined styles and scripts."""

    def post_process(
        self, paths: Mapping[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Join our own files before they are hashed."""
        joined = dict(paths)
        if not dry_run:
            for name in paths:
                folder, _, file = name.rpartition("/")
                join = {"css": join_styles, "js": join_scripts}.get(folder)
                if join is None:
                    continue

                def read(part: str, folder: str = folder) -> str:
                    storage, path = paths[f"{folder}/{part}"]
                    with storage.open(path) as content:
                        text: str = content.read().decode()
                    return text

                self.delete(name)
                self.save(name, ContentFile(join(file, read).encode()))
                joined[name] = (self, name)
        yield from super().post_process(joined, dry_run, **options)
