import type { GradedFault } from '../protocol/gradeResult.ts';
import type { Strings } from './strings.ts';
import { fill } from './strings.ts';

/** A survivor goes by its number: its title would tell the learner what to test. */
export function faultName(
  fault: GradedFault,
  index: number,
  faultTitles: Readonly<Record<string, string>>,
  strings: Strings,
): string {
  const title = fault.caught && Object.hasOwn(faultTitles, fault.id) ? faultTitles[fault.id] : undefined;
  return title ?? fill(strings.fault, index + 1);
}

/** The finding of a survivor, by its place among the exercise's faults: its own name would give it away. */
export function survivorId(index: number): string {
  return `fault-${index + 1}`;
}
