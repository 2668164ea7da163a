import type { BlockNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { acquiredAround } from '../edits/fixtureInsertion.ts';
import type { Fixture } from '../edits/fixtureInsertion.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { importDefault } from '../edits/importInsertion.ts';
import { importNames } from '../edits/namedImports.ts';
import { freeName } from '../edits/statementInsertion.ts';
import { fixtureAction } from './fixtureAction.ts';

const moment = '2030-01-01T12:00:00Z';

/**
 * Stops the clock of a suite's tests at one moment. Only `Date` is replaced: with timers replaced as well, sockets
 * and databases that wait by them would wait for ever.
 */
export const insertFakeClock = fixtureAction({
  id: 'fake-clock',
  title: 'Insert a fake clock',
  offer: 'Insert fake clock',
  kind: 'fake-clock',
  build(file, { suite, block }) {
    const known = acquiredAround(file, suite, (node) => fakesClock(file, node));
    if (known !== undefined) {
      return { reason: `The suite has a fake clock already: line ${lineNumber(file.text, known.start)}.` };
    }
    return usesSinon(file) ? withSinon(file, block) : withMockTimers(file, block);
  },
});

/** What nobody knows to be installed is not imported; node:test is always there. */
function usesSinon(file: TestFile): boolean {
  return (
    file.project.resolves?.('sinon') === true ||
    file.bindings.all.some((binding) => file.bindings.origin(binding.declaration)?.module === 'sinon')
  );
}

function withSinon(file: TestFile, block: BlockNode): Fixture | { readonly reason: string } {
  const clock = freeName(file, block, ['clock', 'fakeClock']);
  if (clock === undefined) return { reason: 'The names `clock` and `fakeClock` are taken in this suite.' };
  const sinon = importDefault(file, 'sinon', 'sinon');
  if (sinon === undefined) return { reason: 'The name `sinon` is taken in this file.' };
  const { quote, modules, typescript } = file.style;
  const type =
    modules === 'esm' ? `${sinon.local}.SinonFakeTimers` : `ReturnType<typeof ${sinon.local}.useFakeTimers>`;
  return {
    declarations: [`let ${clock}${typescript ? `: ${type}` : ''}`],
    setup: {
      kind: 'beforeEach',
      statements: [
        `${clock} = ${sinon.local}.useFakeTimers({ now: new Date(${quote}${moment}${quote}), toFake: [${quote}Date${quote}] })`,
      ],
      async: false,
    },
    teardown: { kind: 'afterEach', statements: [`${clock}?.restore()`], async: false },
    imports: sinon.changes,
    stops: [{ number: 1, placeholder: moment }],
  };
}

function withMockTimers(file: TestFile, block: BlockNode): Fixture | { readonly reason: string } {
  const imports = importNames(file, block, [{ module: 'node:test', name: 'mock' }]);
  if ('reason' in imports) return imports;
  const [mock] = imports.written;
  const { quote } = file.style;
  return {
    declarations: [],
    setup: {
      kind: 'beforeEach',
      statements: [
        `${mock}.timers.enable({ apis: [${quote}Date${quote}], now: new Date(${quote}${moment}${quote}) })`,
      ],
      async: false,
    },
    teardown: { kind: 'afterEach', statements: [`${mock}.timers.reset()`], async: false },
    imports: imports.changes,
    stops: [{ number: 1, placeholder: moment }],
  };
}

function fakesClock(file: TestFile, node: SyntaxNode): boolean {
  if (node.kind !== 'Call' || node.callee.kind !== 'Member') return false;
  const { object, property } = node.callee;
  if (property === 'useFakeTimers') return true;
  if (property === 'enable') return object.kind === 'Member' && object.property === 'timers';
  return property === 'install' && file.bindings.origin(object)?.module === '@sinonjs/fake-timers';
}
