import { parseDuration } from "../../duration";

/** A length of time with its unit: `Duration.milliseconds(100)`, `Duration.seconds(1)`, `Duration.of("1h30m")`. */
export class Duration {
  private constructor(readonly ms: number) {}

  static milliseconds(this: void, count: number): Duration {
    return new Duration(count);
  }

  static seconds(this: void, count: number): Duration {
    return new Duration(Math.round(count * 1000));
  }

  static minutes(this: void, count: number): Duration {
    return new Duration(Math.round(count * 60_000));
  }

  /** @throws Error when the text is no positive duration such as `100ms`, `90s` or `1h30m` */
  static of(this: void, text: string): Duration {
    const parsed = Duration.tryParse(text);
    if (parsed) return parsed;
    throw new Error(`"${text}" is no duration. Write a number with its unit, such as 100ms, 90s or 1h30m.`);
  }

  static tryParse(this: void, text: string): Duration | undefined {
    const ms = parseDuration(text);
    return ms === undefined ? undefined : new Duration(ms);
  }

  get seconds(): number {
    return this.ms / 1000;
  }

  /** As it is written in a declaration: `100ms`, `1.5s`. */
  toString(): string {
    return this.ms > 0 && this.ms < 1000 ? `${this.ms}ms` : `${this.ms / 1000}s`;
  }

  toJSON(): string {
    return this.toString();
  }
}
