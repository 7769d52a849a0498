/** The methods that Terraform calls over the connection, by their gRPC path. Loads the rest when it is time to. */
import type { Core } from "../../resources/session";
import type { Lifetime } from "../lifetime";
import { stderrLog } from "../log";
import type { Handle } from "../transport/grpc";
import type { Context } from "./context";
import type * as DispatchModule from "./dispatch";
import { Secrets } from "./secrets";

export interface Endpoint {
  readonly handle: Handle;
  /** Begins to load what the calls need. */
  readonly prepare: () => void;
}

const SHUTDOWN = "/plugin.GRPCController/Shutdown";
const PROVIDER = "/tfplugin6.Provider/";

export function createEndpoint(
  loadCore: () => Promise<Core>,
  lifetime: Lifetime,
  env: NodeJS.ProcessEnv,
  shutDown: () => void,
): Endpoint {
  const secrets = new Secrets();
  secrets.learnEnvironment(env);
  let core: Promise<Core> | undefined;
  const context: Context = {
    core: () => (core ??= loadCore()),
    secrets,
    log: stderrLog(secrets.redact),
    env,
    signal: lifetime.signal,
    session: undefined,
  };
  let dispatch: DispatchModule.Dispatch | undefined;
  const loadDispatch = (): DispatchModule.Dispatch => {
    // `require` and not `import()`: in the bundle it runs the module when it is reached, and not in a later turn.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const module = require("./dispatch") as typeof DispatchModule;
    return (dispatch ??= module.createDispatch(context, lifetime.stop));
  };

  return {
    handle: async ({ path, request }) => {
      if (path === SHUTDOWN) {
        context.session?.close();
        shutDown();
        return Buffer.alloc(0);
      }
      if (!path.startsWith(PROVIDER)) return undefined;
      return lifetime.during(loadDispatch()(path.slice(PROVIDER.length), request));
    },
    prepare: () => {
      // What fails to load is told by the first call that needs it.
      loadDispatch();
      context.core().catch(() => undefined);
    },
  };
}
