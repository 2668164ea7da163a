import type { Binding } from '../analysis/bindings.ts';
import type { MochaCallback } from '../analysis/mochaCallbacks.ts';
import { mochaCallbacks } from '../analysis/mochaCallbacks.ts';
import type { FunctionNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

export interface TwoEndings {
  readonly callback: MochaCallback;
  readonly function: FunctionNode;
  /** The first parameter, with its type. */
  readonly parameter: SyntaxNode;
  readonly done: Binding;
}

export const asyncAndDone: Rule<TwoEndings> = {
  id: 'async-and-done',
  title: 'A test or hook is async and takes done',
  fix: 'offered',
  severity: 'error',
  lesson: '07-time-and-retries',
  aboutAbsence: false,
  find,
};

function find(file: TestFile): readonly Finding<TwoEndings>[] {
  const findings: Finding<TwoEndings>[] = [];
  for (const callback of mochaCallbacks(file).values()) {
    const { function: body, done } = callback;
    const [parameter] = body.params;
    if (!body.async || body.generator || done === undefined || parameter === undefined) continue;
    const what = callback.of.kind === 'test' ? 'test' : 'hook';
    const unused = done.references.length === 0;
    findings.push({
      start: parameter.start,
      end: parameter.end,
      message: unused
        ? `Mocha waits for \`${done.name}\` to be called, and nobody calls it: the ${what} times out.`
        : `Mocha takes one end only: with \`${done.name}\` and \`async\` the ${what} fails with "Resolution method is overspecified" as soon as \`${done.name}\` is called behind an \`await\`.`,
      related: [],
      subject: { callback, function: body, parameter, done },
    });
  }
  return findings.toSorted((a, b) => a.start - b.start);
}
