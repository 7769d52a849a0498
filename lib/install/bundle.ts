import { existsSync } from "node:fs";
import path from "node:path";

const BUNDLE = path.join("dist", "provider", "ipfailover-provider.cjs");

/**
 * The provider's one bundled file. `IPFAILOVER_PROVIDER_BUNDLE` is for apps that are bundled into one file, where nothing
 * lies beside the code.
 * @throws Error when it is not built
 */
export function bundlePath(): string {
  const bundle = process.env.IPFAILOVER_PROVIDER_BUNDLE ?? path.join(packageRoot(__dirname), BUNDLE);
  if (existsSync(bundle)) return bundle;
  throw new Error(
    `The provider is not built: ${bundle} is missing. In a checkout of cdktf-ip-failover run \`npm run build\`; in an ` +
      "app that is bundled into one file set IPFAILOVER_PROVIDER_BUNDLE to the package's " +
      `${BUNDLE}; or give IpFailoverProvider \`install: false\` and install the provider otherwise.`,
  );
}

function packageRoot(from: string): string {
  const parent = path.dirname(from);
  return existsSync(path.join(from, "package.json")) || parent === from ? from : packageRoot(parent);
}
