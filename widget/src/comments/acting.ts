// acting.js: everything that one does besides reading. Fetched by comments.js as soon as the comments are
// there, and borrowing from it through kit.ts.

import { writing } from "../../texts/en.json";
import type { Catalogue } from "../shared/i18n/translate";
import type { Discussion } from "./discussion";
import { Reader } from "./reader/main";
import { allWords } from "./reader/words";
import actingStyle from "./style/acting.css";
import { adopt } from "./style/sheet";
import writingStyle from "./style/writing.css";
import { Writing } from "./write/main";

export interface Acting {
  reader: Reader;
  writing: Writing;
}

/** Makes the discussion on show one that can be used; `texts` are those of another language. */
export function start(discussion: Discussion, texts?: Catalogue): Acting {
  const { conversation } = discussion;
  adopt(conversation.root, actingStyle + writingStyle);
  conversation.words = allWords(conversation, { ...writing, ...texts });
  return { reader: new Reader(discussion), writing: new Writing(conversation) };
}
