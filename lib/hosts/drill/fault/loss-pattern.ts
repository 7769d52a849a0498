/** Which adverts are lost: drawn once from a seed, so that a run can be repeated. */
import type { Random } from "../random";

export interface LossSettings {
  /** Share of adverts that is lost, above 0 and below 1. */
  readonly rate: number;
  /** How many are lost in a row on average; 1: each is drawn by itself. */
  readonly burst: number;
}

/**
 * Positions of lost adverts in a sequence of that length. Bursts follow the Gilbert model: a good state that loses none, a bad one that loses all,
 * and chances of going over that give the wanted rate and length.
 */
export function lossPattern({ rate, burst }: LossSettings, length: number, random: Random): readonly number[] {
  const leaveBad = 1 / burst;
  const enterBad = burst === 1 ? rate : (leaveBad * rate) / (1 - rate);
  const lost: number[] = [];
  let bad = random() < rate;
  for (let position = 0; position < length; position++) {
    if (bad) lost.push(position);
    bad = burst === 1 || !bad ? random() < enterBad : random() >= leaveBad;
  }
  return lost;
}
