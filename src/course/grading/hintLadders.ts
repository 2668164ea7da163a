import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GradeResult } from '../../protocol/gradeResult.ts';
import { CourseError, messageOf } from '../courseError.ts';
import { patchText, type Exercise } from '../exercise.ts';
import { loadManifestSchemas, type HintTexts } from '../manifestSchemas.ts';
import { quoted } from './problems.ts';
import { sentence } from '../sentence.ts';

/** Hints about one thing, each step saying more than the one before. */
export interface HintLadder {
  /** What it is about, in words that give nothing away. */
  readonly about: string;
  readonly steps: readonly string[];
}

/**
 * The hints that hold in every exercise.
 * @throws CourseError `missing-folder` or `broken-manifest`.
 */
export function loadHintTexts(lessons: string): HintTexts {
  const file = join(lessons, 'hints.json');
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CourseError(
      'missing-folder',
      sentence`The hints ${file} cannot be read: ${messageOf(error)}.`,
      'Install the extension again; its lessons are incomplete.',
      { cause: error },
    );
  }
  return loadManifestSchemas(lessons).hints(json, file);
}

/**
 * The ladders that a grade calls for: the exercise's own, then one for each kind of finding and each fault that
 * survived. A survivor's last step is the fault itself.
 */
export function hintLadders(
  exercise: Exercise,
  result: GradeResult,
  { survivors, findings }: HintTexts,
): HintLadder[] {
  const { manifest } = exercise;
  const ladders: HintLadder[] = [{ about: manifest.title, steps: manifest.hints }];
  const add = (about: string, kind: string): void => {
    const steps = findings[kind];
    if (steps) ladders.push({ about, steps });
  };
  const refused = result.variants.filter(({ passed }) => !passed).flatMap(({ refusedBy }) => refusedBy);
  if (refused.length > 0) add(`A correct system is refused by ${quoted([...new Set(refused)])}`, 'variant');
  const rules = new Set(result.hygiene.map(({ rule }) => rule));
  for (const rule of rules) {
    const tests = result.hygiene.filter((one) => one.rule === rule).map(({ test }) => test);
    if (rule !== 'order-dependence') add(`${rule}: ${quoted([...new Set(tests)])}`, rule);
  }
  const victims = new Set(result.isolation.pairs.map(({ victim }) => victim));
  for (const { polluter, victim } of result.isolation.pairs)
    add(`${quoted([victim])} after ${quoted([polluter])}`, 'polluter');
  for (const { rule, test } of result.hygiene) {
    if (rule === 'order-dependence' && !victims.has(test)) add(quoted([test]), 'needs-another');
  }
  for (const { code, message } of result.problems) if (code === 'trial-failed') add(message, 'trial');
  for (const [index, { id, caught }] of result.faults.entries()) {
    const fault = manifest.faults.find((one) => one.id === id);
    if (caught || fault === undefined) continue;
    const steps = [survivors[fault.reason] ?? '', fault.symptom, patchText(exercise, 'faults', id)];
    ladders.push({ about: `Fault ${index + 1}`, steps });
  }
  return ladders;
}
