import { existsSync, realpathSync } from 'node:fs';
import type { TestRun } from 'vscode';
import type { Exercise } from '../../course/exercise.ts';
import { pathFrom } from '../../course/platform/paths.ts';
import { gistOf, titlesOf, type RunRecord } from '../../course/running/runRecord.ts';
import { mostRunFailures, type RunFailure, type RunSummary } from '../../protocol/lessonPage.ts';
import { declaredOrder, type Frame, type OrderSeed } from '../../protocol/runEvents.ts';
import { oneLine } from '../../protocol/shownText.ts';
import { runText } from '../verdict.ts';
import { printLines } from './testMessages.ts';

/** What a run came to, in numbers and with the tests that did not pass. */
export function runSummary(
  { tests, problems }: RunRecord,
  { folder, seed }: { readonly folder: string; readonly seed: OrderSeed },
): RunSummary {
  const count = (state: string): number => tests.filter((test) => test.state === state).length;
  const titles = titlesOf(tests);
  // The runner tells where files really lie.
  const root = existsSync(folder) ? realpathSync(folder) : folder;
  const placeIn = (frame: Frame | null): { file: string; line: number } =>
    frame === null ? { file: '', line: 0 } : { file: pathFrom(root, frame.file), line: frame.line };
  const [problem] = problems;
  const failures = tests
    // Why tests could not run is told once, by the problem.
    .filter(({ state }) => state === 'failed' || (state === 'errored' && problem === undefined))
    .slice(0, mostRunFailures)
    .map(({ key, failure, reason, at }): RunFailure => ({
      title: titles.get(key) ?? key,
      message: failure === null ? (reason ?? '') : gistOf(failure.message),
      ...placeIn(failure?.at ?? at),
    }));
  return {
    passed: count('passed'),
    failed: count('failed'),
    errored: count('errored'),
    pending: count('pending'),
    message: problem?.message ?? null,
    ...(problem?.at ? { at: placeIn(problem.at) } : {}),
    ...(seed === declaredOrder ? {} : { order: seed }),
    ...(failures.length === 0 ? {} : { failures }),
  };
}

/** Every run has output: VS Code says of one without that nothing was recorded, which sounds like a failure. */
export function printSummary(run: TestRun, { manifest }: Exercise, summary: RunSummary): void {
  printLines(run, oneLine(`${manifest.title}: ${runText(summary)}`));
}
