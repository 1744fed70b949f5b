/** What a reader meets. Sentences say what happened and what to do next. */
export const reading = {
  // Before there is anything to read.
  noSite: "The script tag of Understory needs data-site=“…” to show comments here.",
  file: "Comments need a web server, and this page was opened as a file. Try “python3 -m http.server” in its folder.",
  loading: "Loading the comments",
  loadFailed: "The comments did not load.",
  retry: "Try again",

  // The head and the end of the list.
  title: "Comments",
  sortBy: "Sort by",
  best: "Best",
  newest: "Newest",
  oldest: "Oldest",
  sorted: { one: "{order}: {n} comment", other: "{order}: {n} comments" },
  showMore: "Show more comments",
  loadingMore: "Loading…",
  moreFailed: "That did not load. Try again",
  empty: "Nobody has commented yet. The first few set the tone.",
  closedEmpty: "Comments are closed on this story.",
  closed: {
    one: "Comments are closed. The {n} comment remains to read.",
    other: "Comments are closed. All {n} remain to read.",
  },
  guestsOff: "Only members can comment here.",

  // Writing, before the editor has loaded.
  write: "Add to the discussion",
  editorFailed: "The editor did not load. What you have written stays in the box.",

  // One comment.
  replyingTo: ", replying to {name}",
  you: "You",
  edited: "Edited",
  respect: "Respect",
  respectOf: " the comment by {name}",
  reply: "Reply",
  replyTo: " to {name}",
  more: "More for the comment by {name}",
  edit: "Edit",
  editOwn: " your comment",
  withdraw: "Withdraw",
  held: "Held for review.",
  heldWhy: "Until a moderator has read it, only you can see it.",
  notPublished: "Not published.",
  notPublishedWhy: "A moderator decided against it. Only you can see it.",
  goneName: "a removed comment",
  gone_rejected: "Removed by the newsroom",
  gone_withdrawn: "Withdrawn by its author",
  gone_erased: "Removed at its author’s request",

  // Branches.
  hideReplies: "Hide the replies to {name}",
  hidden: { one: "{n} reply", other: "{n} replies" },
  moreReplies: { one: "{n} more reply", other: "{n} more replies" },
  continueThread: "Continue this thread",

  // A comment somebody was sent to.
  linked: "You followed a link here",
  branch: "You are reading one branch of the discussion.",
  allComments: "All comments",
  linkGone: "The comment you followed a link to is no longer here.",

  // Why something did not work, by the problem's kind. For others the server sends a sentence.
  problem_offline: "We cannot reach the server. Are you offline?",
  problem_timeout: "The server did not answer in time.",
  problem_unreadable: "The server’s answer makes no sense to us.",
  problem_internal: "Something went wrong on our side.",
  problem_unknown_site: "The server knows no site “{site}”. Check data-site in the script tag.",
} as const;
