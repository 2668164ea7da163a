import { environmentOf } from '../analysis/environment.ts';
import type { EnvironmentUse } from '../analysis/environment.ts';
import { unwrap } from '../analysis/syntax.ts';
import type { AssignNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** `process.env.X = undefined`, which sets the text `'undefined'`. */
export interface UndefinedVariable {
  readonly assignment: AssignNode;
  readonly target: EnvironmentUse['node'];
}

export const envUndefined: Rule<UndefinedVariable> = {
  id: 'env-undefined',
  title: 'An environment variable is set to the text `undefined`',
  fix: 'automatic',
  severity: 'error',
  lesson: '03-isolation',
  aboutAbsence: false,
  find,
};

function find(file: TestFile): readonly Finding<UndefinedVariable>[] {
  const { mocha } = file;
  if (mocha.tests.length + mocha.hooks.length + mocha.suites.length === 0) return [];
  const { uses, whole } = environmentOf(file);
  // Where `process.env` has been replaced it may be a plain object, which keeps `undefined` as it is.
  if (whole.length > 0) return [];
  return uses.flatMap(({ node, assignment }): Finding<UndefinedVariable>[] => {
    if (assignment?.operator !== '=' || !isUndefined(file, assignment)) return [];
    const written = file.text.slice(node.start, node.end);
    return [
      {
        start: assignment.start,
        end: assignment.end,
        message: `Every value in \`process.env\` becomes a text, so this sets \`'undefined'\`. \`delete ${written}\` takes the variable away.`,
        related: [],
        subject: { assignment, target: node },
      },
    ];
  });
}

function isUndefined(file: TestFile, { right }: AssignNode): boolean {
  const value = unwrap(right);
  if (value.kind === 'Unary') return value.operator === 'void';
  return (
    value.kind === 'Identifier' && value.name === 'undefined' && file.bindings.resolve(value) === undefined
  );
}
