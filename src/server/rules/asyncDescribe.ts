import { functionAwaits } from '../analysis/awaiting.ts';
import type { Suite } from '../analysis/mochaModel.ts';
import type { FunctionNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

export interface AsyncSuite {
  readonly suite: Suite;
  readonly body: FunctionNode;
  /** Without it `async` only has to go. */
  readonly awaits: boolean;
}

export const asyncDescribe: Rule<AsyncSuite> = {
  id: 'async-describe',
  title: 'The function of a suite is async',
  fix: 'automatic',
  severity: 'warning',
  lesson: '07-time-and-retries',
  aboutAbsence: false,
  find,
};

function find(file: TestFile): readonly Finding<AsyncSuite>[] {
  return file.mocha.suites.flatMap((suite) => {
    const { body, call } = suite;
    if (body === undefined || !body.async || body.generator) return [];
    const awaits = functionAwaits(file.text, body);
    const isInline = body.parent === call;
    const place = isInline ? { start: body.start, end: body.start + 'async'.length } : call.args[1];
    return [
      {
        start: place?.start ?? call.start,
        end: place?.end ?? call.end,
        message: awaits
          ? 'Mocha does not wait for a suite: tests behind the `await` are lost, or run outside the suite. Wait in a `before` hook, or before the suite is defined.'
          : 'Mocha does not wait for a suite. This one waits for nothing, so `async` only invites an `await` that loses tests.',
        related: [],
        subject: { suite, body, awaits },
      },
    ];
  });
}
