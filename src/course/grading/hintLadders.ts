import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GradeResult } from '../../protocol/gradeResult.ts';
import { hintKeys, type HintStep } from '../../protocol/hints.ts';
import { CourseError, messageOf } from '../courseError.ts';
import { patchText, type Exercise } from '../exercise.ts';
import { loadManifestSchemas, type HintTexts } from '../manifestSchemas.ts';
import { quoted } from './problems.ts';
import { sentence } from '../sentence.ts';

/** Hints about one thing, each step saying more than the one before. */
export interface HintLadder {
  /** One of `hintKeys`; findings of one kind share it. */
  readonly key: string;
  /** What it is about, in words that give nothing away. */
  readonly about: string;
  readonly steps: readonly HintStep[];
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
 * survived. A survivor's last step is the fault itself. After each ladder comes the model answer.
 * @param result null before the first grade.
 */
export function hintLadders(
  exercise: Exercise,
  result: GradeResult | null,
  { survivors, findings }: HintTexts,
): HintLadder[] {
  const { manifest } = exercise;
  const ladders: HintLadder[] = [
    { key: hintKeys.exercise, about: manifest.title, steps: ladderOf(manifest.hints) },
  ];
  if (result === null) return ladders;
  const add = (key: string, about: string, kind: string): void => {
    const steps = findings[kind];
    if (steps) ladders.push({ key, about, steps: ladderOf(steps) });
  };
  const refused = result.variants.filter(({ passed }) => !passed).flatMap(({ refusedBy }) => refusedBy);
  if (refused.length > 0) {
    add(hintKeys.variant, `A correct system is refused by ${quoted([...new Set(refused)])}`, 'variant');
  }
  const rules = new Set(result.hygiene.map(({ rule }) => rule));
  for (const rule of rules) {
    const tests = result.hygiene.filter((one) => one.rule === rule).map(({ test }) => test);
    if (rule !== 'order-dependence') {
      add(hintKeys.leak(rule), `${rule}: ${quoted([...new Set(tests)])}`, rule);
    }
  }
  const victims = new Set(result.isolation.pairs.map(({ victim }) => victim));
  for (const { polluter, victim } of result.isolation.pairs)
    add(hintKeys.polluter, `${quoted([victim])} after ${quoted([polluter])}`, 'polluter');
  for (const { rule, test } of result.hygiene) {
    if (rule === 'order-dependence' && !victims.has(test)) {
      add(hintKeys.leak(rule), quoted([test]), 'needs-another');
    }
  }
  for (const { code, message } of result.problems) {
    if (code === 'trial-failed') add(hintKeys.trial, message, 'trial');
    if (code === 'only-or-skip') add(hintKeys.leak(code), message, code);
  }
  for (const [index, { id, caught }] of result.faults.entries()) {
    const fault = manifest.faults.find((one) => one.id === id);
    if (caught || fault === undefined) continue;
    const steps: HintStep[] = [
      { kind: 'concept', text: survivors[fault.reason] ?? '' },
      { kind: 'place', text: fault.symptom },
      { kind: 'fault', text: patchText(exercise, 'faults', id) },
    ];
    ladders.push({ key: hintKeys.fault(id), about: `Fault ${index + 1}`, steps });
  }
  return ladders;
}

/** Ladders of the course's data have three steps, in this order; their schemas hold that. */
function ladderOf(texts: readonly string[]): HintStep[] {
  const kinds = ['concept', 'place', 'code'] as const;
  return texts.map((text, index) => ({ kind: kinds[index] ?? 'code', text }));
}
