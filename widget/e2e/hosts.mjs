// Three publishers who have nothing in common, each by day and by night: cream paper in a serif, white in a
// sans with red links, and a loud ground whose root is 20 px.

const page = `
  body { margin: 0 }
  main { max-inline-size: 42rem; margin-inline: auto; padding: 2.5rem 1rem 4rem }
  h1 { font-size: 2rem; line-height: 1.15; margin: 0 0 1rem; text-wrap: balance }
  main > p { font-size: 1.125rem; line-height: 1.6; margin: 0 0 1.15rem }
  understory-comments { display: block; margin-block-start: 3rem }`;

const styles = {
  cream: `
    :root { color-scheme: light dark }
    body { background: light-dark(#fdfcf9, #17191b); color: light-dark(#1c1b19, #e9e6e0);
           font: 1rem/1.5 "Charis SIL", Charter, Georgia, "Noto Serif", "Noto Naskh Arabic", serif }
    a { color: light-dark(#0d5876, #8dc6e2) }`,
  white: `
    :root { color-scheme: light dark }
    body { background: light-dark(#fff, #121316); color: light-dark(#15171c, #ececf0);
           font: 1rem/1.5 Inter, "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", Arial, sans-serif }
    a { color: light-dark(#b8121f, #ff8f8f) }
    understory-comments { --understory-radius: 10px }`,
  loud: `
    :root { color-scheme: light dark; font-size: 20px }
    body { background: light-dark(#ffd84d, #35065f); color: light-dark(#1d0b3a, #fdf4ff);
           font: 1rem/1.4 "DejaVu Sans", Verdana, "Noto Sans Arabic", sans-serif }
    a { color: light-dark(#8a0030, #ffd84d); font-weight: bold }
    h1 { text-transform: uppercase }`,
};

/** What stands in the head of each publisher's pages. */
export const hosts = Object.fromEntries(
  Object.entries(styles).map(([name, css]) => [name, `<style>${page}${css}</style>`]),
);
