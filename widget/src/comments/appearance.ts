// Looks at the page and takes over its ink, its link colour and its ground, so that the comments look as
// if they belonged there. A page that is hard to read gets our own colours instead.

import type { MountOptions } from "../shared/mount";
import { h } from "../shared/view/h";
import type { Conversation } from "./conversation";

type Rgb = [red: number, green: number, blue: number, alpha: number];

const ours = {
  ink: "light-dark(#1a1d21, #e8eaed)",
  accent: "light-dark(#0b57d0, #8ab4ff)",
};

/** WCAG 2.2 asks for 4.5; ink is thinned to 76 % for small print, and must have 9.5 to keep that. */
const leastContrast = { ink: 9.5, accent: 4.5 };

/** Where the ground shines through a colour, less is seen of it than its contrast tells. */
const leastAlpha = 0.85;

/** Writes the page's colours into the section. */
export function takeAppearance({ announcer, host, options }: Conversation, section: HTMLElement): void {
  const probe = h("a", { href: "#" });
  probe.style.forcedColorAdjust = "none"; // else every colour would read as that of a link
  announcer.element.append(probe);
  const link = getComputedStyle(probe).color;
  const resolved = (color: string): Rgb => {
    // One notation, whatever the page used: oklch(), named colours, system colours.
    probe.style.setProperty("color", `color-mix(in srgb, ${color}, ${color})`, "important");
    const numbers =
      getComputedStyle(probe)
        .color.match(/-?[\d.]+(e-\d+)?/g)
        ?.map(Number) ?? [];
    const [red = 0, green = 0, blue = 0, alpha = 1] = numbers;
    return [red, green, blue, alpha];
  };

  const canvas = ground(host, resolved);
  const light = luminance(resolved(canvas));
  section.style.colorScheme = wanted(options) ?? (light < 0.18 ? "dark" : "light");
  probe.style.setProperty("color-scheme", section.style.colorScheme, "important");

  const readable = (color: string, kind: "ink" | "accent") => {
    const seen = resolved(color);
    const isReadable = seen[3] >= leastAlpha && contrast(luminance(seen), light) >= leastContrast[kind];
    return isReadable ? color : ours[kind];
  };
  const accent = readable(link, "accent");
  const accentLight = luminance(resolved(accent));
  section.style.setProperty("--host-ink", readable(getComputedStyle(host).color, "ink"));
  section.style.setProperty("--host-accent", accent);
  section.style.setProperty(
    "--host-on-accent",
    contrast(accentLight, 1) >= contrast(accentLight, 0) ? "#fff" : "#101418",
  );
  section.style.setProperty("--host-canvas", canvas);
  probe.remove();
}

/** What the page says: `scheme`, else whether anything matches the selector in `scheme-from`. */
function wanted({ setting }: MountOptions): string | undefined {
  const scheme = setting("scheme");
  if (scheme === "light" || scheme === "dark") return scheme;
  const from = setting("scheme-from");
  try {
    return from && (document.querySelector(from) ? "dark" : "light");
  } catch {
    return undefined; // not a selector
  }
}

/** The nearest ground that one cannot see through, else the browser's own. */
function ground(from: HTMLElement, resolved: (color: string) => Rgb): string {
  for (let element: HTMLElement | null = from; element; element = parent(element)) {
    const { backgroundColor } = getComputedStyle(element);
    if (resolved(backgroundColor)[3] > 0.5) return backgroundColor;
  }
  return "Canvas";
}

function parent(element: HTMLElement): HTMLElement | null {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? (root.host as HTMLElement) : null);
}

/** Relative luminance and contrast as WCAG 2.2 defines them, of sRGB from 0 to 1. */
function luminance([red, green, blue]: Rgb): number {
  const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}
