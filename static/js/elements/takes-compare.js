/* <takes-compare data-fps-num data-fps-den>: several takes side by side in a dialog, in sync. */
import { SyncedVideos } from "../lib/synced-videos.js";

class TakesCompare extends SyncedVideos {
  connectedCallback() {
    super.connectedCallback()
    this.addEventListener("htmx:afterRequest", (event) => event.detail.successful && this.closest("dialog").close())
    this.closest("dialog").addEventListener("close", () => this.remove(), { once: true })
  }
}

customElements.define("takes-compare", TakesCompare)
