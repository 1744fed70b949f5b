// What comments.js lends to acting.js, so that no code is loaded twice. The build says what is
// missing here.

export { endpoint, guestHeader, pageQuery } from "../shared/api/connection";
export { fetchThread } from "../shared/api/reading";
export { request } from "../shared/api/request";
export { guestKey, keyAddress } from "../shared/guest";
export { render } from "../shared/markup";
export { store, stored, storedKeys } from "../shared/storage";
export { relativeTime } from "../shared/time";
export { button } from "../shared/view/button";
export { attribute, h } from "../shared/view/h";
export { icon } from "../shared/view/icon";
export { isEditable } from "./actions";
export { CommentView } from "./comment";
export { draftAddress } from "./drafts";
export { showCount } from "./head";
export { alert, ring } from "./icons";
export { permalink } from "./meta";
export { failure } from "./notice";
export { ownAddress } from "./own";
export { why } from "./reasons";
export { keepHeight } from "./reserve";
export { drawRespect } from "./respect";
export { adopt } from "./style/sheet";
