"""When a page's largest picture or text stands (LCP), and how much of it moves by itself (CLS).

    python3 manage.py test tests/benchmarks/bench_vitals.py --benchmark-only

In Chromium, against a real studio with bundled files: a library of 60 clips, a timeline of 20 shots, its
review, a clip. Each visit has an empty cache. The columns are whole visits until the network is idle; `-s`
prints LCP and CLS.
"""

from statistics import median

import pytest

from tests.journeys.live import live_studio, wait_for
from tests.journeys.person import EMAIL, PASSWORD, PersonAtTheDoor

VISITS = 5
QUIET = {"AIMLAPI_KEY": "", "LUMAAI_API_KEY": ""}
PROMPTS = ("A lighthouse beam over a teal sea at dawn", "Night city in rain", "A forest in fog")
MULTIPLY = """
from shutil import copytree
from uuid import uuid4
from projects.models import Generation, Project
from projects.models.generation import next_number
from projects.review import publish
from projects.timeline import edits
project = Project.objects.get()
made = list(project.generations.all())
clips = list(made)
for n in range(57):
    clip = Generation.objects.get(pk=made[n % 3].pk)
    folder, clip.pk, clip._state.adding = clip.folder, uuid4(), True
    clip.number, clip.client_token, clip.provider_id = next_number(project), f"{n}.1", str(clip.pk)
    clip.save(force_insert=True)
    copytree(folder, clip.folder)
    clips.append(clip)
timeline = project.timelines.create(number=1, name="Timeline 1")
edits.place_all(timeline, project.memberships.get().person, clips[:20], None)
publish.publish_timeline(timeline, None)
"""
OBSERVE = """
window.vitals = { lcp: 0, cls: 0, moved: [] }
const nameOf = ({ node }) => node && `${node.localName ?? "text"}#${node.id ?? ""}.${node.className ?? ""}`
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) vitals.lcp = one.startTime
}).observe({ type: "largest-contentful-paint", buffered: true })
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    if (one.hadRecentInput) continue
    vitals.cls += one.value
    vitals.moved.push(...one.sources.map(nameOf))
  }
}).observe({ type: "layout-shift", buffered: true })
"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    with live_studio(tmp_path_factory.mktemp("vitals"), QUIET) as live:
        person = PersonAtTheDoor(live.url).begin()
        for n, prompt in enumerate(PROMPTS):
            person.request(f"vitals-{n}", prompt=prompt, model="preview", resolution="720p", duration_s=5)
        wait_for(lambda: ask(live, "Generation.objects.exclude(pictures_at=None).count()") == "3", "clips")
        live.manage("shell", "--no-imports", "-c", MULTIPLY)
        wait_for(lambda: ask(live, "Review.objects.get().is_ready") == "True", "the film")
        yield live


def ask(studio, what: str) -> str:
    return studio.manage(
        "shell", "--no-imports", "-c", f"from projects.models import *; print({what})"
    ).strip()


@pytest.fixture(scope="module")
def signed_in(chromium, studio):
    page = chromium.new_page(base_url=studio.url)
    page.goto("/sign-in/")
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/**")
    clip = page.locator("a[href*='/clips/']").first.get_attribute("href")
    project = page.url
    yield (
        page.context.storage_state(),
        {
            "library": project,
            "timeline": f"{project}timelines/1/",
            "review": f"{project}reviews/1/",
            "clip": clip,
        },
    )
    page.close()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", ["library", "timeline", "review", "clip"])
def test_a_visit(chromium, studio, signed_in, benchmark, name, width):
    state, addresses = signed_in
    seen = []

    def visit() -> None:
        context = chromium.new_context(
            base_url=studio.url, storage_state=state, viewport={"width": width, "height": 900}
        )
        context.add_init_script(OBSERVE)
        page = context.new_page()
        page.goto(addresses[name])
        page.wait_for_load_state("networkidle")
        seen.append(page.evaluate("vitals"))
        context.close()

    benchmark.pedantic(visit, rounds=VISITS, warmup_rounds=1)
    figures = {key: round(median(one[key] for one in seen[1:]), 3) for key in ("lcp", "cls")}
    benchmark.extra_info.update(figures)
    print(f"\n{name} at {width} px: LCP {figures['lcp']:.0f} ms, CLS {figures['cls']}", seen[-1]["moved"])
