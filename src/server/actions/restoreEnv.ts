import { environmentOf } from '../analysis/environment.ts';
import type { EnvironmentUse } from '../analysis/environment.ts';
import { suiteOf } from '../analysis/mochaModel.ts';
import type { Suite } from '../analysis/mochaModel.ts';
import { contains } from '../analysis/syntax.ts';
import type { BlockNode, Span } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { restoreVariable } from '../edits/environmentRestoration.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { impossible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import type { Action } from './action.ts';

/** Lets the tests of a suite have a variable of the environment for themselves: saved, set, and brought back. */
export const restoreEnv: Action = {
  id: 'restore-env',
  title: 'Set a variable of the environment and bring the old value back',
  kind: 'refactor.rewrite.env-fixture',
  rule: undefined,
  offers(file, selection) {
    // Elsewhere it would only be one more entry that cannot be chosen.
    if (file.mocha.suites.length === 0 || environmentOf(file).uses.length === 0) return [];
    const use = useAt(file, selection);
    const name = use?.key === undefined ? 'an environment variable' : `\`${use.key}\``;
    return [
      {
        title: `Save ${name}, set it and bring it back`,
        key: `restore-env:${selection.start}`,
        preferred: false,
        finding: undefined,
        edit: () => insert(file, use),
      },
    ];
  },
};

function useAt(file: TestFile, selection: Span): EnvironmentUse | undefined {
  return environmentOf(file).uses.find(({ node }) => contains(node, selection));
}

function insert(file: TestFile, use: EnvironmentUse | undefined): Edit {
  if (file.broken) return impossible('The file has syntax errors. Repair them first.');
  if (use === undefined) {
    return impossible('Put the cursor on a variable of the environment, such as `process.env.HOME`.');
  }
  const { key, node } = use;
  if (key === undefined) return impossible('The name of the variable is known only when the test runs.');
  const { uses, whole } = environmentOf(file);
  const [all] = whole;
  if (all !== undefined) {
    return impossible(`The whole environment is dealt with in line ${lineNumber(file.text, all.start)}.`);
  }
  const place = innermostSuite(file, use);
  if (place === undefined) return impossible('The variable is not used in a suite.');
  const { suite, block } = place;
  const ofKey = uses.filter((one) => one.key === key && one.use !== 'read');
  const restored = ofKey.find((one) => isRestoredFor(file, suite, one));
  if (restored !== undefined) {
    return impossible(`Line ${lineNumber(file.text, restored.node.start)} brings it back already.`);
  }
  const inSuite = ofKey.filter((one) => one.use === 'set' && contains(block, one.node));
  const relevant = inSuite.length === 0 ? [use] : inSuite;
  const once = relevant.some((one) =>
    (file.mocha.runBy(one.node) ?? []).some(
      (way) => way.by === 'suite' || (way.by === 'hook' && way.hook.kind === 'before'),
    ),
  );
  return restoreVariable(file, {
    key,
    written: node,
    list: block,
    hook: once ? 'after' : 'afterEach',
    setIn: inSuite.length > 0 ? undefined : once ? 'before' : 'beforeEach',
  });
}

function innermostSuite(
  file: TestFile,
  { node }: EnvironmentUse,
): { readonly suite: Suite; readonly block: BlockNode } | undefined {
  let found: { readonly suite: Suite; readonly block: BlockNode } | undefined;
  for (const suite of file.mocha.suites) {
    const block = suite.body?.body;
    if (block?.kind !== 'Block' || !contains(block, node)) continue;
    if (found === undefined || contains(found.block, block)) found = { suite, block };
  }
  return found;
}

/** Written by a teardown hook of the suite, or of one around it. */
function isRestoredFor(file: TestFile, suite: Suite, { node }: EnvironmentUse): boolean {
  return (file.mocha.runBy(node) ?? []).some((way) => {
    if (way.by !== 'hook' || (way.hook.kind !== 'after' && way.hook.kind !== 'afterEach')) return false;
    for (let at: Suite | undefined = suite; at !== undefined; at = at.parent)
      if (at === suiteOf(way)) return true;
    return suiteOf(way) === undefined;
  });
}
