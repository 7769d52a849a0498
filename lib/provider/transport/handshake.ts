/** What Terraform and the provider tell each other before the first call: go-plugin's handshake. */

/** Set by every Terraform and OpenTofu; whoever lacks it did not mean to start a provider. */
const COOKIE = {
  name: "TF_PLUGIN_MAGIC_COOKIE",
  value: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
};

export const PROTOCOL_VERSION = 6;
const GO_PLUGIN_VERSION = 1;

type Env = Readonly<Record<string, string | undefined>>;

/** Why no handshake is possible, as one line that Terraform or a person at the shell can show; else undefined. */
export function handshakeObstacle(env: Env): string | undefined {
  if (env[COOKIE.name] !== COOKIE.value) {
    return (
      "This is the Terraform provider ipfailover. Terraform and OpenTofu start it by themselves; " +
      "run `terraform init` where it is required, or `ipfailover --help` for the command line."
    );
  }
  // Terraform has always sent the list; without it the only protocol that there is will do.
  const offered = env.PLUGIN_PROTOCOL_VERSIONS ?? String(PROTOCOL_VERSION);
  if (offered.split(",").some((version) => version.trim() === String(PROTOCOL_VERSION))) return undefined;
  return (
    `The provider ipfailover speaks plugin protocol ${PROTOCOL_VERSION}, and the caller only ${offered}: ` +
    "Terraform 1.0 or newer, or OpenTofu, is needed."
  );
}

/** The one line that Terraform reads. */
export function handshakeLine(env: Env, socketPath: string, certificate: Buffer | undefined): string {
  const fields = [
    GO_PLUGIN_VERSION,
    PROTOCOL_VERSION,
    "unix",
    socketPath,
    "grpc",
    // Go reads it as raw base64, where padding is an error.
    certificate?.toString("base64").replace(/=+$/, "") ?? "",
  ];
  // A client that asks for multiplexed streams wants an answer; the others must not see the field.
  if (env.PLUGIN_MULTIPLEX_GRPC !== undefined) fields.push("false");
  return `${fields.join("|")}\n`;
}
