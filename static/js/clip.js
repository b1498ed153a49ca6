/* A clip's page, also of one that is deleted. */
import "./studio.js";
import "./elements/live-changes.js";
import "./elements/time-left.js";
import "./elements/rating-keys.js";
import "./elements/tag-field.js";
import "./elements/video-player.js";
import "./elements/clip-neighbors.js";
import "./elements/marked-part.js";
