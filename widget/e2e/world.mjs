// One product, one publisher and one browser for the journeys of a file.

import { after, before } from "node:test";
import { end, start } from "./stage.mjs";

export * from "./stage.mjs";

before(start);
after(end);
