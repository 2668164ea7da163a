import { isEmptyValue } from '../analysis/assignments.ts';
import type { Binding } from '../analysis/bindings.ts';
import { callbackAround } from '../analysis/mochaCallbacks.ts';
import type { MochaCallback } from '../analysis/mochaCallbacks.ts';
import { contains, literalText } from '../analysis/syntax.ts';
import type { CallNode, FunctionNode, IdentifierNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** A callback that gets an error, does not look at it, and ends the test as if all were well. */
export interface DroppedError {
  readonly callback: FunctionNode;
  readonly error: Binding;
  readonly done: Binding;
  /** The calls of `done` in it. */
  readonly ends: readonly IdentifierNode[];
}

export const doneErrorDropped: Rule<DroppedError> = {
  id: 'done-error-dropped',
  title: 'A callback drops its error and calls done',
  fix: 'offered',
  severity: 'warning',
  lesson: '06-external-services',
  aboutAbsence: true,
  find,
};

function find(file: TestFile): readonly Finding<DroppedError>[] {
  const findings: Finding<DroppedError>[] = [];
  for (const node of file.all('Function')) {
    const finding = judge(file, node);
    if (finding !== undefined) findings.push(finding);
  }
  return findings;
}

const errorName = /^(e|er|err|error)$/i;

function judge(file: TestFile, callback: FunctionNode): Finding<DroppedError> | undefined {
  const call = callback.parent;
  if (call?.kind !== 'Call' || call.args.at(-1) !== callback) return undefined;
  const error = firstParameter(file, callback);
  // A name such as `_err` says that it is dropped on purpose; without a second parameter it may be an event's.
  if (error === undefined || callback.params.length < 2 || !errorName.test(error.name)) return undefined;
  if (error.references.length > 0 || expectsFailure(file, call, callback)) return undefined;
  const around = callbackAround(file, call);
  if (around?.done === undefined || isTeardown(around) || isAboutFailure(file, around)) return undefined;
  const { done } = around;
  const ends = done.references.filter(
    (reference) =>
      contains(callback, reference) &&
      reference.parent?.kind === 'Call' &&
      reference.parent.callee === reference,
  );
  const handedOn = done.references.some(
    (reference) => contains(callback, reference) && !ends.includes(reference),
  );
  if (ends.length === 0 || handedOn || !ends.every(endsWell)) return undefined;
  // What is done with a result that is missing may fail the test or not: nobody can tell from here.
  const consequence = usesResult(file, callback)
    ? 'the test goes on without a result, and nobody learns the cause.'
    : `the test goes on and \`${done.name}()\` says that all is well.`;
  return {
    start: error.declaration.start,
    end: error.declaration.end,
    message: `\`${error.name}\` is never looked at: when the call fails, ${consequence} Hand it to \`${done.name}\`.`,
    related: ends.map((end) => ({
      start: end.start,
      end: end.end,
      message: 'The test ends here without the error.',
    })),
    subject: { callback, error, done, ends },
  };
}

function firstParameter(file: TestFile, callback: FunctionNode): Binding | undefined {
  const [first] = callback.params;
  if (first?.kind !== 'Parameter' || first.rest || first.initial !== undefined) return undefined;
  return first.target.kind === 'Identifier' ? file.bindings.resolve(first.target) : undefined;
}

function usesResult(file: TestFile, { params }: FunctionNode): boolean {
  return params.slice(1).some((parameter) => {
    if (parameter.kind !== 'Parameter' || parameter.target.kind !== 'Identifier') return true;
    return (file.bindings.resolve(parameter.target)?.references.length ?? 0) > 0;
  });
}

function endsWell(reference: IdentifierNode): boolean {
  return reference.parent?.kind === 'Call' && reference.parent.args.length === 0;
}

/** Clean-up may go on when there is nothing left to clean. */
function isTeardown({ of }: MochaCallback): boolean {
  return of.kind === 'after' || of.kind === 'afterEach';
}

/** A test whose title or text makes something fail may well want the error, and look only at what it left. */
function isAboutFailure(file: TestFile, { of, function: body }: MochaCallback): boolean {
  const titles = of.kind === 'test' ? [of.title ?? ''] : [];
  for (let { suite } = of; suite !== undefined; suite = suite.parent) titles.push(suite.title ?? '');
  return (
    /\b(fail|error|invalid|reject|abort|throw|refus|den(y|ied)|unauthori|forbid|bad|wrong|exception)/i.test(
      titles.join('\n'),
    ) || /new \w*Error\(/.test(file.text.slice(body.start, body.end))
  );
}

/** Events, rejections, commands that end badly and answers such as 404 come with an error that is wanted. */
function expectsFailure(file: TestFile, call: CallNode, callback: FunctionNode): boolean {
  const { callee } = call;
  const local = file.bindings.functionOf(callee);
  if (local !== undefined && neverGivesError(file, local)) return true;
  if (callee.kind === 'Member' && /^(on|once|addListener|catch|then|fail)$/.test(callee.property))
    return true;
  if (literalText(call.args[0]) === 'error') return true;
  const origin = file.bindings.origin(callee);
  if (origin?.module === 'child_process') return true;
  return /(?<![\w.])[45]\d\d(?![\w.])|stderr/.test(file.text.slice(callback.start, callback.end));
}

/** A helper of this file that only ever says `callback(null, …)`. */
function neverGivesError({ bindings }: TestFile, { params }: FunctionNode): boolean {
  const last = params.at(-1);
  const callback =
    last?.kind === 'Parameter' && last.target.kind === 'Identifier'
      ? bindings.resolve(last.target)
      : undefined;
  if (callback === undefined || callback.references.length === 0) return false;
  return callback.references.every(({ parent }) => {
    if (parent?.kind === 'Call') return isNothing(parent.args[0]);
    if (parent?.kind !== 'Member' || parent.property !== 'bind' || parent.parent?.kind !== 'Call')
      return false;
    return isNothing(parent.parent.args[1]);
  });
}

function isNothing(value: SyntaxNode | undefined): boolean {
  return value !== undefined && isEmptyValue(value);
}
