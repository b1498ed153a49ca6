"""Join what a page's stylesheet or script imports into one file.

Browsers follow the same imports, so the sources work as they are, too: tests and developers need no build.
"""

import posixpath
import re
from collections.abc import Callable

Read = Callable[[str], str]  # the text of a static file by its name

STYLE_IMPORT = re.compile(r'^@import "(?P<path>[^"]+)";\n', re.M)
URL = re.compile(r'url\("(?P<path>\.[^"]+)"\)')
SCRIPT_IMPORT = re.compile(r'^import (?:\{(?P<names>[^}]*)\} from )?"(?P<path>\.[^"]+)";?$', re.M)
EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function|class) (?P<name>\w+))", re.M)
LEFT = re.compile(r"^(?:@import|import|export)\b.*|\bimport(?:\(|\.meta).*", re.M)


class BundleError(ValueError):
    pass


def bundle_style(name: str, read: Read) -> str:
    """Return the stylesheet with its imports in their places, and their relative addresses adapted."""

    def insert(match: re.Match[str]) -> str:
        part = resolve(name, match["path"])
        return URL.sub(lambda url: f'url("{relocate(url["path"], part, name)}")', read(part))

    return refuse_left(name, STYLE_IMPORT.sub(insert, read(name)))


def bundle_script(name: str, read: Read) -> str:
    """Return the module and all that it imports as one module.

    Each module becomes a function that runs once, in a browser's order, and returns what the module exports.
    Raise BundleError for modules that import each other, and for a form of import or export that our
    scripts don't use: default, `*`, `export {}`, `export let`, `import()`.
    """
    modules: dict[str, str] = {}

    def add(path: str, importing: tuple[str, ...]) -> None:
        if path in importing:
            raise BundleError(" imports ".join((*importing, path)))
        if path in modules:
            return
        source = read(path)
        for match in SCRIPT_IMPORT.finditer(source):
            add(resolve(path, match["path"]), (*importing, path))
        modules[path] = wrap_module(path, source)

    add(name, ())
    return "\n".join(modules.values())


def wrap_module(path: str, source: str) -> str:
    def take_exports(match: re.Match[str]) -> str:
        if match["names"] is None:
            return ""
        names = re.sub(r"\s+as\s+", ": ", match["names"])
        return f"const {{{names}}} = {variable_of(resolve(path, match['path']))};"

    names = ", ".join(match["name"] for match in EXPORT.finditer(source))
    body = refuse_left(path, EXPORT.sub("", SCRIPT_IMPORT.sub(take_exports, source)))
    return f"/* {path} */\nconst {variable_of(path)} = (() => {{\n{body}\nreturn {{ {names} }};\n}})();"


def variable_of(path: str) -> str:
    return re.sub(r"\W", "_", path.removesuffix(".js"))


def refuse_left(path: str, text: str) -> str:
    if left := LEFT.search(text):
        raise BundleError(f"{path}: can't bundle {left[0]!r}")
    return text


def resolve(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def relocate(path: str, source: str, target: str) -> str:
    return posixpath.relpath(resolve(source, path), posixpath.dirname(target))
