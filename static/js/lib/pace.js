/* How often an open page asks the studio: often while somebody uses it or something happens, seldom at rest. */

const REST_AFTER_MS = 30_000
const KINDS = ["pointermove", "pointerdown", "keydown", "focus"]
let lastLife = performance.now()

export function noteLife() {
  lastLife = performance.now()
}

export const isAtRest = () => performance.now() - lastLife > REST_AFTER_MS

for (const kind of KINDS) addEventListener(kind, noteLife, { passive: true, capture: true })
