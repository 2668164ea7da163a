import type { Hook } from '../analysis/mochaModel.ts';
import { enclosingFunction } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** Hooks outside the suites of a file that has tests. */
export interface RootHooks {
  /** In source order, never empty. */
  readonly hooks: readonly [Hook, ...Hook[]];
}

export const rootHook: Rule<RootHooks> = {
  id: 'root-hook',
  title: 'A hook outside the suites runs around the tests of every file',
  fix: 'offered',
  severity: 'warning',
  lesson: '03-isolation',
  aboutAbsence: true,
  peers: ['mocha/no-root-hooks', 'mocha/no-top-level-hooks'],
  find,
};

function find(file: TestFile): readonly Finding<RootHooks>[] {
  const { mocha } = file;
  const [first, ...others] = mocha.hooks.filter(
    (hook) => hook.suite === undefined && hook.statement?.parent?.kind === 'File' && isAtTop(hook),
  );
  // A file of hooks alone is there to set up the whole run.
  if (first === undefined || !mocha.roots.some(({ call }) => isRunOnLoading(file, call))) return [];
  // In mocha's qunit style `suite('x')` has no function, and hooks belong to the suite above them.
  if (mocha.suites.some(({ call }) => call.args.length === 1)) return [];
  if (onlyFile.test(file.path) || isForAnotherRunner(file, first)) return [];
  const name = file.text.slice(first.call.callee.start, first.call.callee.end);
  return [
    {
      start: first.call.callee.start,
      end: first.call.callee.end,
      message: `\`${name}\` stands outside the suites, so it runs for the tests of all other files too. Put it into a suite.`,
      related: others.map(({ call: { callee } }) => ({
        start: callee.start,
        end: callee.end,
        message: 'Another hook outside the suites.',
      })),
      subject: { hooks: [first, ...others] },
    },
  ];
}

/** `test.js`, `test/index.js`: so is called the one file of a project that has no other. */
const onlyFile = /(?:^|[\\/])(?:(?:tests?|specs?)|(?:tests?|specs?)[\\/]index)\.[cm]?[jt]sx?$/;

function isAtTop({ call }: Hook): boolean {
  return enclosingFunction(call) === undefined;
}

/** Tests in an exported function are those of another file. */
function isRunOnLoading(file: TestFile, call: Parameters<TestFile['mocha']['runBy']>[0]): boolean {
  return file.mocha.runBy(call)?.some((way) => way.by === 'module') ?? false;
}

const otherRunners = new Set(['jest', 'vi', 'expect', 'jasmine', 'cy', 'Cypress', 'Deno', 'Bun']);
const otherModules = /^(@jest\/|jest|vitest|@testing-library\/|@playwright\/|cypress|jasmine|bun:)/;

/** Jest and its like run each file by itself, with the same words. Their own globals tell them. */
function isForAnotherRunner(file: TestFile, { call }: Hook): boolean {
  if (file.bindings.origin(call.callee)?.module === 'mocha') return false;
  if (file.mocha.interface === 'jest') return true;
  return (
    file.bindings.references.some(
      (name) => otherRunners.has(name.name) && file.bindings.resolve(name) === undefined,
    ) ||
    file.tree.body.some((statement) => statement.kind === 'Import' && otherModules.test(statement.source))
  );
}
