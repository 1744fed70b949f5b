// A reader who has no mouse.

/** Tabs until what has the focus is called so; gives how many presses that took. */
export async function tabTo(page, name, key = "Tab") {
  for (let presses = 1; presses <= 80; presses++) {
    await page.keyboard.press(key);
    const here = await focusedName(page);
    if (typeof name === "string" ? here === name : name.test(here)) return presses;
  }
  throw new Error(`80 presses of ${key} do not lead to “${name}”`);
}

/** What the element with the focus is called: by its label, else by its text. */
export function focusedName(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const label = element?.labels?.[0]?.textContent ?? element?.ariaLabel ?? element?.textContent ?? "";
    return label.trim();
  });
}
