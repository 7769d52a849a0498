/** The state file in use: locked as Terraform locks it, read once, and rewritten after every change. */
import { randomUUID } from "node:crypto";
import { type FileHandle, open, readFile } from "node:fs/promises";
import { decodeState } from "./decode";
import { encodeContent, encodeState, rememberTexts } from "./encode";
import { StateError } from "./error";
import { claim, holdLocked, type LockOptions, openFile } from "./hold";
import { type OnStep, recover, writeJournalled } from "./journal";
import type { State } from "./model";
import { inOrder } from "./order";

export interface StoreOptions {
  /** False: nobody is kept out, and the file is not created before there is something to write. */
  readonly lock: LockOptions | false;
  /** Ends waiting for the lock. */
  readonly signal?: AbortSignal;
  /** For tests of crashes. */
  readonly onWriteStep?: OnStep;
}

export interface StateStore {
  readonly path: string;
  /** As last committed, durable or not yet, with the serial and lineage of what was written last. */
  readonly state: State;
  /** True when the write of a run that was cut off was finished at opening; without a lock, when it is only read. */
  readonly recovered: boolean;
  /**
   * Takes the state over at once, and fulfils when it is durable. Serial and lineage are the store's business. Commits
   * that arrive while a write is under way are written together; one that changes nothing writes nothing.
   */
  commit(next: State): Promise<void>;
  /** Commits what the function makes of the present state. Right for callers that work side by side. */
  update(edit: (state: State) => State): Promise<void>;
  /** Waits for what is being written, then gives the lock up. */
  close(): Promise<void>;
}

export async function openState(statePath: string, options: StoreOptions): Promise<StateStore> {
  const unclaim = await claim(statePath);
  try {
    const held = options.lock === false ? undefined : await holdLocked(statePath, options.lock, options.signal);
    const release = async () => {
      await held?.release();
      unclaim();
    };
    try {
      const text = held ? await held.file.readFile("utf8") : await readUnlocked(statePath);
      const recovered = await recover(held?.file, statePath, text);
      return new OpenStore(statePath, recovered ?? text, recovered !== undefined, options, release, held?.file);
    } catch (error) {
      await held?.release();
      throw error;
    }
  } catch (error) {
    unclaim();
    throw error;
  }
}

async function readUnlocked(statePath: string): Promise<string> {
  return readFile(statePath, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
}

class OpenStore implements StateStore {
  private latest: State;
  private serial: number;
  private lineage: string;
  /** As the file says, in its own order: goes with `text`. Both are looked into when there is something to write. */
  private readonly decoded: State;
  private readonly opened: State;
  private writtenContent: string | undefined;
  private hasBackup = false;
  private running: Promise<void> = Promise.resolve();
  private queued: Promise<void> | undefined;
  private closed: Promise<void> | undefined;

  constructor(
    readonly path: string,
    private readonly text: string,
    readonly recovered: boolean,
    private readonly options: StoreOptions,
    private readonly release: () => Promise<void>,
    private file: FileHandle | undefined,
  ) {
    this.decoded = decodeState(text, path);
    this.opened = inOrder(this.decoded, path);
    this.latest = this.opened;
    this.serial = this.latest.serial;
    this.lineage = this.latest.lineage;
  }

  get state(): State {
    return { ...this.latest, serial: this.serial, lineage: this.lineage };
  }

  update(edit: (state: State) => State): Promise<void> {
    return this.commit(edit(this.state));
  }

  async commit(next: State): Promise<void> {
    if (this.closed) throw new StateError("State file is closed", `${this.path} was changed after it was closed.`);
    if (next.lineage !== "" && this.lineage !== "" && next.lineage !== this.lineage) {
      throw new StateError(
        "State of another lineage",
        `${this.path} has the lineage ${this.lineage}, what should be written has ${next.lineage}: they are not ` +
          "versions of the same state.",
      );
    }
    this.latest = next;
    this.queued ??= this.running.then(() => {
      this.queued = undefined;
      const writing = this.writeLatest();
      this.running = writing.catch(() => undefined);
      return writing;
    });
    return this.queued;
  }

  close(): Promise<void> {
    this.closed ??= (async () => {
      await this.queued?.catch(() => undefined);
      await this.running;
      if (this.options.lock === false) await this.file?.close();
      await this.release();
    })();
    return this.closed;
  }

  private async writeLatest(): Promise<void> {
    const next = this.latest;
    if (this.writtenContent === undefined) {
      if (isSameContent(next, this.opened)) return;
      rememberTexts(this.decoded, this.text);
      this.writtenContent = encodeContent(this.opened);
    }
    const content = encodeContent(next);
    if (content === this.writtenContent) return;
    const [serial, lineage] = [this.serial + 1, this.lineage || next.lineage || randomUUID()];
    const text = encodeState({ ...next, serial, lineage }, content);
    await this.backUp();
    this.file ??= await openFile(this.path);
    await writeJournalled(this.file, this.path, text, this.options.onWriteStep);
    [this.serial, this.lineage, this.writtenContent] = [serial, lineage, content];
  }

  /** Once a run, before the first change, as Terraform does. */
  private async backUp(): Promise<void> {
    if (this.hasBackup || this.text.trim() === "") return;
    const backup = await open(`${this.path}.backup`, "w");
    try {
      await backup.writeFile(this.text);
      await backup.sync();
    } finally {
      await backup.close();
    }
    this.hasBackup = true;
  }
}

/** Quick and sure when nothing was touched; parts that are equal but not the same are compared as text. */
function isSameContent(a: State, b: State): boolean {
  return (
    a.outputs === b.outputs && a.resources === b.resources && a.checkResults === b.checkResults && a.rest === b.rest
  );
}
