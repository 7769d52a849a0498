/** The entry of a provider whose core is the double. */
import "../../../lib/provider/oldest-node";
import { serve } from "../../../lib/provider/serve";
import type * as CoreModule from "./core";

serve(() => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- as lazily as the real one
  const module = require("./core") as typeof CoreModule;
  return Promise.resolve(module.core);
});
