import { knownValuesOf } from '../analysis/values.ts';
import { environmentOf, isEnvironment, readsEnvironment } from '../analysis/environment.ts';
import type { EnvironmentUse } from '../analysis/environment.ts';
import { lastingChanges, takingBack } from '../analysis/lastingChanges.ts';
import type { LastingChange } from '../analysis/lastingChanges.ts';
import { hookName } from '../analysis/mochaModel.ts';
import { literalText, unwrap } from '../analysis/syntax.ts';
import type { SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** A variable of the environment that keeps its value after the tests that set it. */
export interface LastingVariable {
  readonly key: string;
  readonly change: LastingChange<EnvironmentUse['node']>;
}

export const envNotRestored: Rule<LastingVariable> = {
  id: 'env-not-restored',
  title: 'An environment variable keeps the value that a test gave it',
  fix: 'preferred',
  severity: 'warning',
  lesson: '03-isolation',
  aboutAbsence: true,
  find,
};

const undoer = /env|restore|reset|revert|undo|clean_?up|tear_?down|sandbox/i;

function find(file: TestFile): readonly Finding<LastingVariable>[] {
  const { uses, whole } = environmentOf(file);
  // Who saves, replaces or stubs all of it is not to be judged by single variables.
  if (whole.length > 0) return [];
  const keys = new Set(uses.flatMap(({ key, use }) => (use === 'set' && key !== undefined ? [key] : [])));
  return [...keys].flatMap((key) => {
    const ofKey = uses.filter((one) => one.key === key);
    const changes = ofKey.filter((one) => isChange(file, one)).map(({ node }) => node);
    const known = new Set(changes);
    const back = takingBack(file, changes);
    const undone = uses
      .filter((one) => one.use !== 'read' && (one.key === undefined || one.key === key))
      .filter((one) => !known.has(one.node) || back.has(one.node))
      .map(({ node }) => node);
    return lastingChanges(file, { changes, undone, undoer }).map((change) => findingOf(file, key, change));
  });
}

function findingOf(
  file: TestFile,
  key: string,
  change: LastingChange<EnvironmentUse['node']>,
): Finding<LastingVariable> {
  const [first, ...others] = change.changes;
  const hook = hookName(change.undo, file.mocha.interface);
  const placeOf = (node: SyntaxNode): { readonly start: number; readonly end: number } =>
    node.parent?.kind === 'Assign' ? node.parent : node;
  return {
    start: placeOf(first).start,
    end: placeOf(first).end,
    message: `\`${key}\` keeps this value when the tests are over, and whatever runs next sees it. Bring the old one back in \`${hook}\`.`,
    related: others.map((node) => ({
      start: placeOf(node).start,
      end: placeOf(node).end,
      message: `\`${key}\` is set here too.`,
    })),
    subject: { key, change },
  };
}

/** Gives the variable a new value, rather than one it had. */
function isChange(file: TestFile, { key, assignment }: EnvironmentUse): boolean {
  if (assignment?.operator !== '=') return false;
  // What mocha's own users do to tell their program that it is tested: the same everywhere.
  if (key === 'NODE_ENV' && literalText(assignment.right) === 'test') return false;
  return !isOldValue(file, assignment.right);
}

const oldName = /^_?(saved?|orig|old|prev|initial|backup|before|was|former)/i;

function isOldValue(file: TestFile, value: SyntaxNode): boolean {
  const { bindings } = file;
  const inner = unwrap(value);
  if (inner.kind === 'Conditional')
    return isOldValue(file, inner.whenTrue) || isOldValue(file, inner.whenFalse);
  // `process.env.X || 'default'` sets what was not set, for good.
  if (inner.kind === 'Binary' && (inner.operator === '||' || inner.operator === '??')) {
    return readsEnvironment(inner.left, bindings) || isOldValue(file, inner.left);
  }
  let root: SyntaxNode = inner;
  while (root.kind === 'Member' || root.kind === 'Index') root = unwrap(root.object);
  if (root.kind !== 'Identifier') return false;
  if (oldName.test(root.name)) return true;
  const binding = bindings.resolve(root);
  if (binding === undefined) return false;
  if (binding.part !== undefined && isEnvironment(binding.part.of, bindings)) return true;
  return knownValuesOf(binding).some((one) => readsEnvironment(one, bindings));
}
