/* Activity. */
import "./studio.js";
import "./elements/live-changes.js";
import "./elements/time-left.js";
