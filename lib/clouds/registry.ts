/** Every cloud that exists, each loaded only when a configuration names it. */
import type { Cloud, CloudConfig } from "./cloud";

const clouds: Readonly<Record<string, (config: CloudConfig) => Cloud>> = {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an HTTP client is too much to load before it is needed
  ionos: (config) => (require("./ionos") as typeof import("./ionos")).openIonos(config),
};

export const cloudNames: readonly string[] = Object.keys(clouds);

export function openCloud(name: string, config: CloudConfig): Cloud | undefined {
  return clouds[name]?.(config);
}
