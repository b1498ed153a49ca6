/* The timeline, and a saved version of it. */
import "./studio.js";
import "./elements/live-changes.js";
import "./elements/time-left.js";
import "./elements/prompt-composer.js";
import "./elements/picture-drop.js";
import "./elements/drop-zone.js";
import "./elements/frame-picker.js";
import "./elements/frame-scrub.js";
import "./elements/picture-crop.js";
import "./elements/video-player.js";
import "./elements/timeline-strip.js";
import "./elements/strip-grip.js";
import "./elements/video-compare.js";
