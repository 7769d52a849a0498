/** The entry of the bundle that Terraform runs. */
import "./oldest-node";
import type * as CoreModule from "../resources/core";
import { serve } from "./serve";

serve(() => {
  // Loaded when it is called for, which is after the handshake.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const module = require("../resources/core") as typeof CoreModule;
  return Promise.resolve(module.core);
});
