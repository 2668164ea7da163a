import { readTestFile } from '../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';

const mochaGlobals = new Set(
  (
    'describe it before beforeEach after afterEach suite test suiteSetup setup suiteTeardown teardown ' +
    'beforeAll afterAll require module __dirname undefined arguments'
  ).split(' '),
);

/** Names that a test file uses, and that neither it nor Node and mocha know. Types are not looked at. */
export function unknownNames(path: string, text: string): readonly string[] {
  const { bindings } = readTestFile(typescriptParser, path, text, {});
  const unknown = bindings.references.filter(
    (name) =>
      bindings.resolve(name) === undefined && !(name.name in globalThis) && !mochaGlobals.has(name.name),
  );
  return [...new Set(unknown.map(({ name }) => name))];
}
