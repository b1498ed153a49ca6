/* The library. */
import "./studio.js";
import "./elements/live-changes.js";
import "./elements/hover-video.js";
import "./elements/video-player.js";
import "./elements/clip-viewer.js";
import "./elements/time-left.js";
import "./elements/rating-keys.js";
import "./elements/clip-selection.js";
import "./elements/clip-deletion.js";
import "./elements/clip-stacks.js";
import "./elements/prompt-composer.js";
import "./elements/picture-drop.js";
import "./elements/drop-zone.js";
import "./elements/frame-picker.js";
import "./elements/frame-scrub.js";
import "./elements/picture-crop.js";
import "./elements/film-import.js";
