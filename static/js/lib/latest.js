/* Loads a piece of the page from the server, one request at a time; of several wanted meanwhile, the last one.
   htmx queues a second request with the element that the first one replaces, and then swaps it into nothing. */

export class Latest {
  constructor(target, source) {
    this.into = { target, source, swap: "outerHTML" }
  }

  load(url) {
    this.wanted = url
    this.loading ??= this.loadWanted().finally(() => {
      this.loading = null
    })
    return this.loading
  }

  async loadWanted() {
    while (this.wanted) {
      const url = this.wanted
      this.wanted = null
      await window.htmx?.ajax("GET", url, this.into)?.catch(() => {})
    }
  }
}
