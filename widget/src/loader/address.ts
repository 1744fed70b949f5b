// The address by which a page asks for its thread. The server normalises it and has the last word; what
// is done here only keeps one story from being asked for under many addresses, which a CDN would keep apart.

/** The parameters of shared/trackers.json, as short as they can be written; a test holds the two together. */
export const tracker =
  /^(_g[al]|_hs(enc|mi)|amp|(at|gad|utm)_.*|cmp(id)?|(d|fb|g|tt|tw|y|ys)clid|[gw]braid|igshid|ito|(li_fat|oly_anon|oly_enc|vero)_id|mc_[ce]id|mkt_tok|msclkid|outputtype|ref(_src)?|s_cid|ocid|smid|usqp|wickedid|xtor)(=|$)/i;

/** An http(s) address made absolute, without fragment and trackers; `undefined` for anything else. */
export const address = (text: string | undefined): string | undefined => {
  if (text)
    try {
      const url = new URL(text, document.baseURI);
      url.hash = "";
      // Cut out of the text, since URLSearchParams would write the other parameters anew.
      url.search = url.search
        .slice(1)
        .split("&")
        .filter((parameter) => !tracker.test(parameter))
        .join("&");
      if (url.host) return url.href;
    } catch {}
  return;
};
