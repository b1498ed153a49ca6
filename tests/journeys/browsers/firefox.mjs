/* Firefox over WebDriver BiDi. A line of JSON is a call of one of Puppeteer's methods; a line of JSON answers it. */
import { createInterface } from "node:readline"
import { launch } from "puppeteer-core"

const browser = await launch({ browser: "firefox", executablePath: process.argv[2], headless: true })
const pages = new Map()
const consoles = new Map()

/* Each page is another visitor's: it has cookies of its own. */
async function begin(name) {
  const context = await browser.createBrowserContext()
  const page = await context.newPage()
  const lines = []
  page.on("console", (line) => ["error", "warn"].includes(line.type()) && lines.push(line.text()))
  page.on("pageerror", (error) => lines.push(String(error)))
  pages.set(name, page)
  consoles.set(name, lines)
}

async function end(name) {
  await pages.get(name).browserContext().close()
  return consoles.get(name)
}

async function call(name, method, values) {
  const [part, inner] = method.split(".")
  const page = pages.get(name)
  const value = await (inner ? page[part][inner](...values) : page[part](...values))
  return method === "evaluate" ? value : null
}

for await (const line of createInterface({ input: process.stdin })) {
  const { page, method, values } = JSON.parse(line)
  const special = { begin, end }[method]
  try {
    const value = await (special ? special(page) : call(page, method, values))
    console.log(JSON.stringify({ value: value ?? null }))
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }))
  }
}
await browser.close()
