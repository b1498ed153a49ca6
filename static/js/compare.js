/* Compare. */
import "./studio.js";
import "./elements/video-compare.js";
