/** Stands in for the vendor's provider where Terraform wants its schema: state of its types, and nothing else. */
import "../../../lib/provider/oldest-node";
import { serve } from "../../../lib/provider/serve";
import type { Core } from "../../../lib/resources/session";
import type { Schema } from "../../../lib/resources/schema";

const text = { type: "string", mode: "optional", description: "-" } as const;

const schemas: Readonly<Record<string, Schema>> = {
  ionoscloud_ipfailover: {
    version: 0,
    description: "-",
    timeouts: { create: "60m" },
    attributes: { id: text, ip: text, nicuuid: text, lan_id: text, datacenter_id: text },
  },
  ionoscloud_ipblock: {
    version: 0,
    description: "-",
    timeouts: { create: "60m" },
    attributes: {
      id: text,
      name: text,
      location: text,
      size: { type: "int", mode: "optional", description: "-" },
      ips: { type: { list: "string" }, mode: "optional", description: "-" },
    },
  },
};

const nothing = { state: null, diagnostics: [] };

const core: Core = {
  provider: { version: 0, description: "-", attributes: {} },
  resources: schemas,
  dataSources: {},
  validateProvider: () => [],
  validateResource: () => [],
  adviseResource: () => [],
  checkOnCloud: () => [],
  validateDataSource: () => [],
  upgrade: (_type, _version, raw) => ({ state: raw, diagnostics: [] }),
  move: () => nothing,
  open: () => ({
    diagnostics: [],
    session: {
      plan: (_type, { config }) => Promise.resolve({ planned: config, replace: [], diagnostics: [], steps: [] }),
      apply: (_type, { planned }) => Promise.resolve({ state: planned, diagnostics: [] }),
      read: (_type, state) => Promise.resolve({ state, diagnostics: [] }),
      import: () => Promise.resolve(nothing),
      readData: () => Promise.resolve(nothing),
      close: () => undefined,
    },
  }),
};

serve(() => Promise.resolve(core));
