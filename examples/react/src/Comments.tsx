// A story's comments, and the number of them, as React components. The script tag is in index.html.

import { type DetailedHTMLProps, type HTMLAttributes, useEffect, useRef } from "react";
import type { CommentsAttributes, CountAttributes, Posted, UnderstoryComments } from "./understory";

interface CommentsProps extends Omit<CommentsAttributes, "thread-id"> {
  /** The story's name in your system. Another one shows another story's comments. */
  threadId: string;
  /** Told how many comments there are, at first and whenever that changes. */
  onCount?: (count: number) => void;
  /** Told of each comment that this reader posted. */
  onPosted?: (comment: Posted) => void;
}

/** All other attributes of the element may be given, too: `<Comments threadId="lamps" sort="newest" />`. */
export function Comments({ threadId, onCount, onPosted, ...attributes }: CommentsProps) {
  const element = useRef<UnderstoryComments>(null);

  useEffect(() => {
    const off = new AbortController();
    element.current?.addEventListener("understory:count", (event) => onCount?.(event.detail.count), off);
    element.current?.addEventListener("understory:posted", (event) => onPosted?.(event.detail), off);
    return () => off.abort();
  }, [onCount, onPosted]);

  return (
    <understory-comments ref={element} thread-id={threadId} {...attributes} suppressHydrationWarning>
      {ownContent}
    </understory-comments>
  );
}

/** The number of a story's comments, for indexes. All on a page are fetched together. */
export function CommentCount({ threadId }: { threadId: string }) {
  return (
    <understory-count thread-id={threadId} suppressHydrationWarning>
      {ownContent}
    </understory-count>
  );
}

/**
 * Where pages are rendered in advance, the elements may have filled themselves before React takes over. A text as
 * only child, with suppressHydrationWarning, tells React that what is inside is not its own.
 */
const ownContent = " ";

type Props<Attributes, Element> = Attributes & DetailedHTMLProps<HTMLAttributes<Element>, Element>;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "understory-comments": Props<CommentsAttributes, UnderstoryComments>;
      "understory-count": Props<CountAttributes, HTMLElement>;
    }
  }
}
