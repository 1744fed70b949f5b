// What comments.js lends to write.js, so that no code is loaded twice. The build says what is missing here.

export { endpoint } from "../shared/api/connection";
export { Problem, request } from "../shared/api/request";
export { guestKey, keyAddress } from "../shared/guest";
export { reading } from "../shared/i18n/en/reading";
export { translator } from "../shared/i18n/translate";
export { render } from "../shared/markup";
export { store, stored } from "../shared/storage";
export { attribute, h } from "../shared/view/h";
export { icon } from "../shared/view/icon";
export { draftAddress } from "./drafts";
export { permalink } from "./meta";
export { failure } from "./notice";
export { why } from "./reasons";
export { drawRespect } from "./respect";
