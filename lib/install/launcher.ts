/** The file of the provider's package that Terraform starts. */

/** The bundle's name inside the package, beside the launcher. */
export const BUNDLE_NAME = "ipfailover-provider.cjs";

/** Tells the bundle which descriptor leads to Terraform when it is not 1. */
export const HANDSHAKE_FD_VARIABLE = "IPFAILOVER_HANDSHAKE_FD";

export function launcherName(version: string): string {
  return `terraform-provider-ipfailover_v${version}`;
}

/**
 * A shell script and not a `#!/usr/bin/env node` file: Node would judge that by the `"type"` of the package.json in any
 * folder above it, and the package lies inside the user's project. The first line on stdout is what Terraform shows of
 * a start that failed.
 *
 * Terraform's end of stdout is handed over as descriptor 3, and stdout itself leads to stderr: what NODE_OPTIONS loads
 * into every Node process (a tracer, a debugger's bootloader) may print before the handshake, which Terraform would
 * take for it.
 */
export const launcher = `#!/bin/sh
command -v node >/dev/null 2>&1 || {
  echo "The provider ipfailover needs Node.js 20.9 or newer, but there is no node on PATH."
  exit 1
}
export ${HANDSHAKE_FD_VARIABLE}=3
exec node "\${0%/*}/${BUNDLE_NAME}" 3>&1 1>&2
`;
