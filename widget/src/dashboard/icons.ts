// The few drawings of the dashboard, on a 16 × 16 grid.

import { icon } from "../shared/view/icon";

export const leaf = () =>
  icon(
    "M8 14.5V7M8 10C5 10 2.5 8.2 2.5 5C5.5 5 8 6.7 8 10ZM8 7.2C8 4.5 10 2.2 13.5 2.2C13.5 5.5 11 7.2 8 7.2Z",
    "leaf",
  );
export const back = () => icon("M10 3.5 5.5 8l4.5 4.5", "turns");
export const forward = () => icon("M6 3.5 10.5 8 6 12.5", "turns");
export const person = () =>
  icon("M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8ZM2.8 13.8c.4-2.7 2.5-4.2 5.2-4.2s4.8 1.5 5.2 4.2");
