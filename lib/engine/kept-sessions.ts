import type { Core, OpenOptions, Session } from "../resources/session";

export interface KeptSessions {
  /** The same core, which opens each provider configuration once. Closing a session of it leaves it open. */
  readonly core: Core;
  close(): void;
}

/**
 * Sessions that last from planning to carrying out: what was read of the cloud a moment ago need not be read again, where
 * requests are counted. How old a reading may be each one decides who goes by it.
 */
export function keepSessions(core: Core): KeptSessions {
  const kept = new Map<string, { readonly opened: ReturnType<Core["open"]>; progress: OpenOptions["progress"] }>();

  const sessions: Session[] = [];

  return {
    core: {
      ...core,
      open(config, options) {
        const key = JSON.stringify(config);
        const known = kept.get(key);
        if (known) {
          known.progress = options.progress;
          // What there was to say of the configuration was said when it was opened.
          return { ...known.opened, diagnostics: [] };
        }
        const entry = { progress: options.progress };
        const opened = core.open(config, { ...options, progress: (message) => entry.progress?.(message) });
        if (!opened.session) return opened;
        const session: Session = { ...opened.session, close: () => undefined };
        kept.set(key, Object.assign(entry, { opened: { ...opened, session } }));
        sessions.push(opened.session);
        return { ...opened, session };
      },
    },
    close() {
      for (const session of sessions.splice(0)) session.close();
    },
  };
}
