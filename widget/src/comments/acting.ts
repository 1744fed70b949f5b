// acting.js: everything that one does besides reading. Fetched by comments.js as soon as the comments are
// there, and borrowing from it through kit.ts.

import type { Discussion } from "./discussion";
import { Reader } from "./reader/main";
import { loadWords } from "./reader/words";
import actingStyle from "./style/acting.css";
import writingStyle from "./style/writing.css";
import { Writing } from "./write/main";

export interface Acting {
  reader: Reader;
  writing: Writing;
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(actingStyle + writingStyle);

/** Makes the discussion on show one that can be used. */
export async function start(discussion: Discussion): Promise<Acting> {
  const { conversation } = discussion;
  const { root } = conversation;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  conversation.words = await loadWords(conversation);
  return { reader: new Reader(discussion), writing: new Writing(conversation) };
}
