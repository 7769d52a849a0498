import { keepSessions } from "../../../lib/engine";
import { core } from "../../../lib/resources/core";
import type { Core, Session } from "../../../lib/resources/session";

/** A core whose sessions are told apart by their number. */
function counting() {
  const opened: { closed: number; tell: (message: string) => void }[] = [];
  const counted: Core = {
    ...core,
    open(_config, { progress }) {
      const entry = { closed: 0, tell: (message: string) => progress?.(message) };
      opened.push(entry);
      return { session: { close: () => void entry.closed++ } as Session, diagnostics: [] };
    },
  };
  return { opened, counted };
}

it("what plan opened apply goes on with, until both are over", () => {
  const { opened, counted } = counting();
  const kept = keepSessions(counted);
  const told: string[] = [];
  const open = (config: object, name: string) =>
    kept.core.open({ ...config }, { env: {}, progress: (message) => told.push(`${name}: ${message}`) });
  const plan = open({ endpoint: "a" }, "plan");
  plan.session?.close();
  const apply = open({ endpoint: "a" }, "apply");
  open({ endpoint: "b" }, "apply");
  opened[0]?.tell("waiting");
  expect({ same: apply.session === plan.session, opened: opened.length, told }).toEqual({
    ...{ same: true, opened: 2, told: ["apply: waiting"] },
  });
  expect(opened.map(({ closed }) => closed)).toEqual([0, 0]);
  kept.close();
  expect(opened.map(({ closed }) => closed)).toEqual([1, 1]);
});

it("a configuration that cannot be opened is told each time", () => {
  const refused = { diagnostics: [{ severity: "error", summary: "No", detail: "No.", path: [] }] } as const;
  const kept = keepSessions({ ...core, open: () => refused });
  expect([kept.core.open({}, { env: {} }), kept.core.open({}, { env: {} })]).toEqual([refused, refused]);
});
