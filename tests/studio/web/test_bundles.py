"""Check what a bundle does, by small modules that run in a browser's stead, and what it refuses."""

import pytest

from studio.web.bundles import BundleError, bundle_script, bundle_style

PAGE = """import "./elements/b.js";
import { add as plus } from "./lib/a.js";
said.push(plus(1))
"""
ELEMENT = """import { add, Adder } from "../lib/a.js";
const one = 1 // another one
said.push(new Adder().to(one))"""
LIB = """const one = 40
said.push("a")
export const add = (n) => n + one
export class Adder {
  to(n) { return add(n) + 1 }
}
// the end"""


def test_a_style_is_its_parts_in_order_with_their_addresses():
    files = {
        "css/page.css": '/* A page. */\n@import "core/a.css";\n@import "core/b.css";\n',
        "css/core/a.css": '.a { background: url("../../img/a.svg"); }\n',
        "css/core/b.css": ".b { color: red; }\n",
    }
    assert bundle_style("css/page.css", files.__getitem__) == (
        '/* A page. */\n.a { background: url("../img/a.svg"); }\n.b { color: red; }\n'
    )


def test_each_module_runs_once_after_what_it_imports(chromium):
    files = {"js/page.js": PAGE, "js/elements/b.js": ELEMENT, "js/lib/a.js": LIB}
    page = chromium.new_page()
    script = bundle_script("js/page.js", files.__getitem__)
    assert page.evaluate(f"(() => {{ const said = []; {script}\n return said }})()") == ["a", 42, 41]
    page.close()


@pytest.mark.parametrize(
    "line",
    [
        'import all from "./a.js";',
        'import * as all from "./a.js";',
        'import {\n  add } from "/a.js"',
        "export default 1",
        "export let count = 0",
        "export { add }",
        'export * from "./a.js"',
        'const later = () => import("./a.js")',
        "const here = import.meta.url",
    ],
)
def test_forms_that_a_bundle_would_break_are_refused(line):
    with pytest.raises(BundleError, match=r"^js/page\.js"):
        bundle_script("js/page.js", {"js/page.js": line, "js/a.js": ""}.__getitem__)


def test_modules_that_import_each_other_are_refused():
    files = {"js/a.js": 'import "./b.js";', "js/b.js": 'import "./a.js";'}
    with pytest.raises(BundleError, match=r"a\.js imports js/b\.js imports js/a\.js"):
        bundle_script("js/a.js", files.__getitem__)
