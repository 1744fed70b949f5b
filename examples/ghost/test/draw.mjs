// Draws pages of a bare theme as Ghost does: by Handlebars, with a post's own fields, the partials, and what is
// injected into the head and before the end of the body.
//
//   node draw.mjs index '{"posts":[{"title":"…","url":"…","comment_id":"…"}]}'
//   node draw.mjs post '{"post":{"title":"…","comment_id":"…"}}'         a theme that uses the partials
//   node draw.mjs post-injected '{"post":{"title":"…","comment_id":"…"}}'  one that knows nothing of us

import { readFileSync } from "node:fs";
import Handlebars from "handlebars";

const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");

for (const name of ["understory", "understory-count"])
  Handlebars.registerPartial(name, read(`partials/${name}.hbs`));
Handlebars.registerHelper("foreach", (items, { fn }) => items.map((item) => fn(item)).join(""));

const page = (kind, body, footer = "") =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The Ferry Post</title>${read("site-header.html")}</head>
   <body class="${kind}-template"><nav><a href="/">All stories</a></nav>${body}${footer}</body></html>`;

const post = (comments) => `{{#post}}<article><h1>{{title}}</h1><p>A story.</p>${comments}</article>{{/post}}
  {{#next}}<p>Next: <a href="{{url}}">{{title}}</a></p>{{/next}}`;

const themes = {
  index: page(
    "home",
    `{{#foreach posts}}<p><a href="{{url}}">{{title}}</a> {{> "understory-count"}}</p>{{/foreach}}`,
  ),
  post: page("post", post(`{{> "understory"}}`)),
  "post-injected": page("post", post(""), read("site-footer.html")),
};

const [, , theme, data] = process.argv;
process.stdout.write(Handlebars.compile(themes[theme])(JSON.parse(data)));
