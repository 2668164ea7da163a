import { isSwitchedOff } from '../analysis/mochaModel.ts';
import { sleepIn } from '../analysis/sleeps.ts';
import type { Sleep } from '../analysis/sleeps.ts';
import { enclosingFunction, isInLoop } from '../analysis/syntax.ts';
import type { AwaitNode, FunctionNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** A statement of a test or hook that waits for time to pass. */
export interface SleepInTest {
  readonly sleep: AwaitNode;
  readonly callback: FunctionNode;
}

export const sleepInTest: Rule<SleepInTest> = {
  id: 'sleep-in-test',
  title: 'A test waits for a fixed time',
  fix: 'offered',
  severity: 'warning',
  lesson: '07-time-and-retries',
  aboutAbsence: false,
  find,
};

/** That something does not come has no event to wait for. */
const isAboutAbsence =
  /\b(?:not|no|never|nothing|none|without|only once|unless|until|stops?|ignores?)\b|n't\b/i;

/** Shorter ones only let go of the event loop, or make two times differ. */
const shortestMs = 10;

function find(file: TestFile): readonly Finding<SleepInTest>[] {
  const findings: Finding<SleepInTest>[] = [];
  for (const node of file.all('Await')) {
    if (node.parent?.kind === 'ExpressionStatement') {
      const callback = enclosingFunction(node);
      // Only in what mocha runs itself: a sleep in a stub server or in a double plays a slow neighbour.
      if (callback !== undefined && isTestOrHook(file, callback) && !isInLoop(node, callback)) {
        const sleep = sleepIn(file, node);
        if (sleep !== undefined && (sleep.ms ?? shortestMs) >= shortestMs) {
          findings.push({
            start: node.start,
            end: node.end,
            message: message(sleep),
            related: [],
            subject: { sleep: node, callback },
          });
        }
      }
    }
  }
  return findings;
}

function message({ ms }: Sleep): string {
  const long = ms === undefined ? 'This fixed time' : `${ms} ms`;
  return `${long} may be too short on a busy machine, and is too long everywhere else. Wait for the event itself.`;
}

function isTestOrHook(file: TestFile, callback: FunctionNode): boolean {
  const { tests, hooks } = file.mocha;
  return (
    tests.some(
      (test) => test.body === callback && !isSwitchedOff(test) && !isAboutAbsence.test(test.title ?? ''),
    ) || hooks.some(({ body, suite }) => body === callback && !(suite !== undefined && isSwitchedOff(suite)))
  );
}
