/** Each sheet once, for all widgets of a page; not before one is there. */
const made = new Map<string, CSSStyleSheet>();

/**
 * Adds a style sheet to those of a tree. Sizes in it are written in rem, which a page may have made 10 or 40 pixels;
 * ours are multiples of the size of the text around the element. `--us-rem` is registered as a length, so that it does
 * not change with the size of smaller print.
 */
export function adopt(root: ShadowRoot, css: string): void {
  let sheet = made.get(css);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css.replace(/(-?[\d.]+)rem\b/g, "calc($1*var(--us-rem))"));
    made.set(css, sheet);
  }
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
