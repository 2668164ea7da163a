import { randomInt } from 'node:crypto';
import { shuffle } from '../running/shuffle.ts';

/** So many rounds of the correct system lie among the faults of a lane. */
const controlsPerLane = 2;

/** Numbers that an order is drawn from, so that nobody can tell it from those before. */
const drawn = 2 ** 40;

/** A round of a lane: a fault, or null for the correct system, which no test can tell beforehand. */
export type LaneRound<T> = T | null;

/**
 * The two lanes in which every fault is tried: one order, drawn anew for each grade, and its opposite, so that what
 * one round does to the next shows in one of them. In both, rounds of the correct system come at places drawn anew.
 */
export function faultLanes<T>(faults: readonly T[]): readonly [LaneRound<T>[], LaneRound<T>[]] {
  if (faults.length === 0) return [[], []];
  const order = [...faults];
  shuffle(order, () => randomInt(drawn) / drawn);
  return [withControls(order), withControls(order.toReversed())];
}

function withControls<T>(faults: readonly T[]): LaneRound<T>[] {
  const rounds: LaneRound<T>[] = [...faults];
  for (let count = 0; count < controlsPerLane; count += 1)
    rounds.splice(randomInt(rounds.length + 1), 0, null);
  return rounds;
}
