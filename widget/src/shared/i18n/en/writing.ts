/** What somebody meets who writes. Errors say what happened, what was kept and what to do next. */
export const writing = {
  // The composer.
  replyTo: "Reply to {name}",
  editYours: "Edit your comment",
  postComment: "Post comment",
  postReply: "Post reply",
  save: "Save",
  posting: "Posting…",
  saving: "Saving…",
  close: "Close",
  name: "Name",
  guestsHold: "A moderator reads each comment before it appears.",
  left: { one: "{n} character left", other: "{n} characters left" },
  over: { one: "{n} character too long", other: "{n} characters too long" },
  draftKept: "Draft kept",
  draftRestored: "Your draft is back",
  formatting: "Formatting",
  bold: "Bold",
  italic: "Italic",
  quote: "Quote",
  list: "List",
  code: "Code",
  link: "Link",
  preview: "Preview",
  hidePreview: "Hide preview",
  previewOf: "Preview of your comment",
  previewFailed: "The preview did not load. {why}",

  // After posting.
  posted: "Comment posted.",
  postedHeld: "Comment sent. It is held for review; until then only you can see it.",
  saved: "Your change is saved.",
  savedHeld: "Your change is saved and held for review.",
  withdrawn: "Comment withdrawn.",

  // Not sent.
  notSent: "Not sent.",
  kept: "Your text is kept on this device.",
  tryAgain: "Try again",
  edit: "Edit",
  discard: "Discard",
  postAsNew: "Post as a new comment",
  emptyBody: "Write something first.",
  emptyName: "Write the name that your comment should carry.",

  // A nudge.
  nudge: "Read it once more?",
  nudgeChange: "Change it",
  nudgeAnyway: "Post anyway",
  nudgeHeld: "Posted as it is, it goes to a moderator first.",

  // More.
  menu: "More",
  copyLink: "Copy link",
  copied: "Link copied.",
  copyFailed: "The link could not be copied. It is {link}",
  hideReplies: "Hide replies",
  showReplies: "Show replies",
  report: "Report",

  respectFailed: "Your respect was not saved. {why}",

  // Withdrawing.
  withdrawAsk: "Withdraw this comment? Its text is gone for good; replies to it stay.",
  withdraw: "Withdraw",
  keep: "Keep it",

  // Reporting.
  reportAsk: "What is wrong with it?",
  reason_abuse: "Personal abuse",
  reason_hate: "Hate",
  reason_threat: "Threat",
  reason_spam: "Spam",
  reason_off_topic: "Off topic",
  reason_other: "Something else",
  reportDetail: "Tell us in a few words",
  reportSend: "Send the report",
  reportWho: "A moderator reads it. The author is not told who reported.",
  reported: "Thank you. A moderator will look at it.",

  // Why something did not work, by the problem's kind; the rest is in the reading texts.
  problem_read_only: "The server cannot save anything just now.",
  problem_rate_limited: {
    one: "That was quick. Try again in {n} second.",
    other: "That was quick. Try again in {n} seconds.",
  },
  problem_not_found: "It is no longer there.",
  problem_origin: "Comments are not allowed from this address. The site’s owner can add it.",
  problem_closed: "Comments were closed while you were writing.",
  problem_parent_gone: "The comment you answer was removed.",
  problem_rejected: "The site does not publish this. Change it and post again.",
  problem_too_deep: "This thread cannot go deeper. Answer a comment further up.",
  problem_too_large: "It is too long to send.",
  problem_too_late: "The time to change this comment is over.",
  problem_not_yours: "This comment was written from another browser.",
  problem_signin: "The site wants you to sign in first.",
  problem_in_progress: "It is still being sent.",
  problem_storage_full: "The server has no room left.",
} as const;
