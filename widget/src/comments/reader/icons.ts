import { icon } from "../../shared/view/icon";
import { ring } from "../icons";

export const plus = () => icon(`${ring}M8 5.2v5.6M5.2 8h5.6`);
export const clock = () => icon(`${ring}M8 4.5V8l2.3 1.6`);
export const quote = () => icon("M3 3v10M6.5 5h7M6.5 8h7M6.5 11h4.5");
