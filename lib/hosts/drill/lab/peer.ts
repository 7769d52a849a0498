/** Calls and events between two processes, as JSON lines over their pipes. */
import type { Readable, Writable } from "node:stream";
import { readJsonLines, writeJsonLine } from "./json-lines";

/** What one side can be asked: each takes one parameter, which travels as JSON, as does the answer. */
export type Methods<M> = { readonly [K in keyof M]: (params: never) => unknown };

export interface Peer<Remote extends Methods<Remote>> {
  /** @throws Error with the other side's message, or when the other side is gone */
  call<K extends keyof Remote & string>(
    method: K,
    params: Parameters<Remote[K]>[0],
  ): Promise<Awaited<ReturnType<Remote[K]>>>;
  tell(event: unknown): void;
}

type Message =
  | { readonly id: number; readonly call: string; readonly params: unknown }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly event: unknown };

export interface Ends<Local> {
  readonly input: Readable;
  readonly output: Writable;
  readonly methods?: Local;
  readonly event?: (event: unknown) => void;
  /** The other side closed its end. */
  readonly closed?: () => void;
}

export function createPeer<Local extends Methods<Local>, Remote extends Methods<Remote>>(
  ends: Ends<Local>,
): Peer<Remote> {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let gone = false;

  async function answer(id: number, name: string, params: unknown): Promise<void> {
    try {
      const method = (ends.methods as Record<string, (params: unknown) => unknown> | undefined)?.[name];
      if (!method) throw new Error(`there is no "${name}" here`);
      writeJsonLine(ends.output, { id, answer: (await method(params)) ?? null });
    } catch (error) {
      writeJsonLine(ends.output, { id, error: (error as Error).message });
    }
  }

  function receive(message: Message): void {
    if ("event" in message) ends.event?.(message.event);
    else if ("call" in message) void answer(message.id, message.call, message.params);
    else {
      const call = waiting.get(message.id);
      waiting.delete(message.id);
      if ("error" in message) call?.reject(new Error(message.error));
      else call?.resolve(message.answer as never);
    }
  }

  // The end of the other side is told by its input; a write that comes too late has nobody to reach.
  ends.output.on("error", () => undefined);
  readJsonLines<Message>(ends.input, receive, () => {
    gone = true;
    for (const { reject } of waiting.values()) reject(new Error("the other side has ended"));
    waiting.clear();
    ends.closed?.();
  });

  return {
    call: (method, params) =>
      new Promise((resolve, reject) => {
        if (gone) return reject(new Error("the other side has ended"));
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        writeJsonLine(ends.output, { id, call: method, params });
      }),
    tell: (event) => writeJsonLine(ends.output, { event }),
  };
}
