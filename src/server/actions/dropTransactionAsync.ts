import { contains, forEachChild } from '../analysis/syntax.ts';
import type { FunctionNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import { asyncDbTransaction } from '../rules/asyncDbTransaction.ts';
import type { AsyncTransaction } from '../rules/asyncDbTransaction.ts';
import type { Finding } from '../rules/rule.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

/** Only where the function waits for nothing: then `async` changes nothing but the promise that is refused. */
export const dropTransactionAsync = quickFix({
  id: 'drop-transaction-async',
  title: 'Make the function of the transaction synchronous',
  rule: asyncDbTransaction,
  offers(file: TestFile, finding: Finding<AsyncTransaction>): readonly Offer[] {
    return [
      {
        title: 'Remove `async` from the function of the transaction',
        key: `transaction:${finding.start}`,
        preferred: true,
        finding,
        edit: () => drop(file, finding.subject),
      },
    ];
  },
});

function drop(file: TestFile, { call, callback }: AsyncTransaction): Edit {
  const waits = awaitIn(file, callback);
  if (waits !== undefined) {
    return impossible(
      `The function awaits in line ${lineNumber(file.text, waits.start)}. Do that before the transaction begins.`,
    );
  }
  if (!contains(call, callback) && isUsedElsewhere(file, callback, call)) {
    return impossible('The function is used elsewhere too, and may have to stay async there.');
  }
  if (hasReturnType(file, callback)) {
    return impossible('The function declares its return type. Change it together with `async`.');
  }
  const keyword = /^async\s*/.exec(file.text.slice(callback.start, callback.end))?.[0];
  if (keyword === undefined) return impossible('`async` is not the first word of the function.');
  return possible([{ start: callback.start, end: callback.start + keyword.length, text: '' }]);
}

/** What the function itself waits for; functions inside it wait on their own. */
function awaitIn(file: TestFile, callback: FunctionNode): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  const visit = (node: SyntaxNode): void => {
    if (found !== undefined || node.kind === 'Function') return;
    const waits =
      node.kind === 'Await' ||
      (node.kind === 'Variable' && node.keyword === 'await using') ||
      (node.kind === 'Loop' && /^for\s+await\b/.test(file.text.slice(node.start, node.end)));
    if (waits) found = node;
    forEachChild(node, visit);
  };
  for (const parameter of callback.params) visit(parameter);
  if (callback.body !== undefined) visit(callback.body);
  return found;
}

function isUsedElsewhere(file: TestFile, callback: FunctionNode, call: SyntaxNode): boolean {
  const binding = file.bindings.bindingOfFunction(callback);
  if (binding === undefined || binding.exported) return true;
  return binding.references.some((reference) => reference.parent !== call);
}

/** A colon outside the parameters, between the function's start and its body. */
function hasReturnType(file: TestFile, callback: FunctionNode): boolean {
  const stop = callback.body?.start ?? callback.end;
  let head = '';
  let from = callback.start;
  for (const parameter of callback.params) {
    head += file.text.slice(from, parameter.start);
    from = parameter.end;
  }
  return (head + file.text.slice(from, stop)).includes(':');
}
