/** Keeps secrets out of what the provider prints, whoever put them into a message. */
import type { Schema } from "../../resources/schema";
import type { ObjectValue } from "../../resources/value";

export type Redact = (text: string) => string;

/** Shorter ones would black out ordinary words. */
const SHORTEST_SECRET = 6;

export class Secrets {
  private readonly known = new Set<string>();

  /** Notes what the provider's configuration holds in its sensitive attributes. */
  learn(config: ObjectValue, schema: Schema): void {
    for (const [name, attribute] of Object.entries(schema.attributes)) {
      const value = config[name];
      if (attribute.sensitive && typeof value === "string") this.add(value);
    }
  }

  /** Notes credentials in the environment, by what such variables are called. */
  learnEnvironment(env: Readonly<Record<string, string | undefined>>): void {
    for (const [name, value] of Object.entries(env)) {
      if (value !== undefined && /(TOKEN|PASSWORD|SECRET|_KEY)$/.test(name)) this.add(value);
    }
  }

  readonly redact: Redact = (text) => {
    let out = text;
    // The longest first: one secret may contain another.
    for (const secret of [...this.known].sort((a, b) => b.length - a.length))
      out = out.replaceAll(secret, "(sensitive value)");
    return out;
  };

  private add(secret: string): void {
    if (secret.length >= SHORTEST_SECRET) this.known.add(secret);
  }
}
