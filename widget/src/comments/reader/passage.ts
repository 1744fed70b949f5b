// Commenting on a passage of the story: who selects some words of it is offered to quote them. The quote links
// back to the passage by a text fragment (https://wicg.github.io/scroll-to-text-fragment/).

import { button } from "../../shared/view/button";
import type { Conversation } from "../conversation";
import type { Discussion } from "../discussion";
import { quote as quoteIcon } from "./icons";

/** Characters of a selection worth quoting, and those of a quote. */
const least = 12;
const most = 600;
/** Words at either end by which the browser finds a long passage again. */
const anchor = 4;

export function offerPassages({ conversation, element }: Discussion): void {
  const { ended, host, options, words } = conversation;
  const story = storyOf(host);
  if (!story || !conversation.canPost || options.setting("quote") === "off") return;
  const { signal } = ended;
  const label = [quoteIcon(), words("commentOnThis")];
  const offered = button("button is-small passage", () => void quote(conversation, offered), label, {
    popover: "manual", // above everything, wherever the page puts us
  });
  element.append(offered);
  offered.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  let timer: ReturnType<typeof setTimeout>;
  const look = () => {
    clearTimeout(timer);
    timer = setTimeout(() => offer(story, host, offered), 200);
  };
  for (const happens of ["selectionchange", "scroll"]) document.addEventListener(happens, look, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  look(); // somebody may have been quicker than this code
}

/** The part of the page that the comments are about. */
function storyOf(host: HTMLElement): Element | null {
  return host.closest("article, main") ?? document.querySelector("article, main");
}

function offer(story: Element, host: HTMLElement, offered: HTMLElement): void {
  const selection = getSelection();
  const range = selection?.rangeCount ? selection.getRangeAt(0) : undefined;
  const isStory =
    range &&
    story.contains(range.commonAncestorContainer) &&
    !range.intersectsNode(host) &&
    passage().length >= least;
  offered.togglePopover(Boolean(isStory));
  if (!isStory) return;
  const { bottom, left } = range.getBoundingClientRect();
  offered.style.insetBlockStart = `${Math.min(bottom + 8, innerHeight - 56)}px`;
  offered.style.left = `${Math.max(8, Math.min(left, innerWidth - offered.offsetWidth - 8))}px`;
}

function passage(): string {
  return (getSelection()?.toString() ?? "").replace(/\s+/g, " ").trim();
}

async function quote(conversation: Conversation, offered: HTMLElement): Promise<void> {
  const { page, words } = conversation;
  const text = passage();
  const short = text.length > most ? `${text.slice(0, most).replace(/\s\S*$/, "")}…` : text;
  const address = `${(page.url || location.href).split("#")[0]}#:~:text=${fragmentOf(text)}`;
  offered.hidePopover();
  const { writing } = await conversation.acting();
  await writing.quote(undefined, `${short}\n[${words("fromStory")}](${address})`);
}

/** `start` or `start,end`: the browser looks for what begins and ends so. */
export function fragmentOf(text: string): string {
  const all = text.split(" ");
  const encode = (part: string[]) => encodeURIComponent(part.join(" ")).replace(/[-()*]/g, hex);
  if (all.length <= anchor * 3) return encode(all);
  return `${encode(all.slice(0, anchor))},${encode(all.slice(-anchor))}`;
}

/** Signs that mean something in a fragment or would end a Markdown link. */
function hex(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}
