package drawn

import "html/template"

// icons are those of widget/src/comments/icons.ts, on a grid of 16 by 16.
var icons = map[string]template.HTML{
	"arrow":   `<svg class="icon arrow" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 8h10M9 4l4 4-4 4"></path></svg>`,
	"chevron": `<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="m4 6.5 4 4 4-4"></path></svg>`,
	"dots":    `<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 8h.01M8 8h.01M13 8h.01"></path></svg>`,
	"down":    `<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 3v10M4 9l4 4 4-4"></path></svg>`,
	"leaf": `<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">` +
		`<path d="M3.2 12.8C2.2 6.8 6 2.8 13.3 2.7c.2 7-3.7 11.2-10.1 10.1Z"></path><path class="vein" d="M2 14 9 7"></path></svg>`,
}
