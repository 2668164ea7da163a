import type { Hook, Test } from './mochaModel.ts';
import type { CallNode, SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

interface Calls {
  readonly tests: ReadonlyMap<SyntaxNode, Test>;
  readonly hooks: ReadonlyMap<SyntaxNode, Hook>;
}

const made = {};

function callsOf(file: TestFile): Calls {
  return file.once(made, () => ({
    tests: new Map(file.mocha.tests.map((test): [CallNode, Test] => [test.call, test])),
    hooks: new Map(file.mocha.hooks.map((hook): [CallNode, Hook] => [hook.call, hook])),
  }));
}

/** The test in whose text a node stands, whoever runs it. */
export function testAround(file: TestFile, node: SyntaxNode): Test | undefined {
  const { tests } = callsOf(file);
  for (let at: SyntaxNode | undefined = node; at !== undefined; at = at.parent) {
    const test = tests.get(at);
    if (test !== undefined) return test;
  }
  return undefined;
}

/** The hook in whose text a node stands, whoever runs it. */
export function hookAround(file: TestFile, node: SyntaxNode): Hook | undefined {
  const { hooks } = callsOf(file);
  for (let at: SyntaxNode | undefined = node; at !== undefined; at = at.parent) {
    const hook = hooks.get(at);
    if (hook !== undefined) return hook;
  }
  return undefined;
}

/** The hook that is added by a call. */
export function hookOf(file: TestFile, call: SyntaxNode): Hook | undefined {
  return callsOf(file).hooks.get(call);
}
