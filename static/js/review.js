/* Reviews: their list, one of them, its links. */
import "./studio.js";
import "./elements/live-changes.js";
import "./elements/shot-preview.js";
import "./elements/video-player.js";
import "./elements/review-notes.js";
import "./elements/note-drawing.js";
import "./elements/review-presence.js";
