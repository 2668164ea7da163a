import type { Bindings, Origin } from './bindings.ts';
import type { Resource } from './resources.ts';
import type { SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

/** An interval of the real clock: it goes on until it is cleared, and with it the process. */
export const interval: Resource = {
  noun: 'interval',
  acquiredWord: 'started',
  releaseWord: 'clear',
  releasedWord: 'cleared',
  kind: {
    release: new Set(['unref', 'close']),
    chain: new Set(['ref', 'refresh']),
    judgeArgument: (call, _index, bindings) =>
      isTimerFunction(call.callee, bindings, /^clear(Interval|Timeout|Immediate)$/) ? 'releases' : undefined,
  },
  from: (module) => module === '' || module === 'timers',
  acquires: (node, file) =>
    node.kind === 'Call' && isTimerFunction(node.callee, file.bindings, /^setInterval$/),
  isUncertain: (file) => hasFakeClock(file),
};

function isTimerFunction(callee: SyntaxNode, bindings: Bindings, name: RegExp): boolean {
  if (callee.kind !== 'Identifier' && callee.kind !== 'Member') return false;
  const origin = bindings.origin(callee);
  return (
    origin !== undefined && (origin.module === '' || origin.module === 'timers') && isNamed(origin, name)
  );
}

function isNamed({ module, path }: Origin, name: RegExp): boolean {
  const [first, ...rest] = path;
  if (first === undefined) return false;
  const isGlobalObject = module === '' && ['globalThis', 'global', 'window'].includes(first);
  const last = isGlobalObject && rest.length === 1 ? rest[0] : rest.length === 0 ? first : undefined;
  return last !== undefined && name.test(last);
}

const fakeClock = /fake_?-?(timer|clock|time)|mock_?-?(timer|clock|time)|install_?clock|lolex|mockdate/i;

/** Under a fake clock an interval goes when the clock goes, and ticks only when told to. */
function hasFakeClock(file: TestFile): boolean {
  return (
    file.all('Identifier').some(({ name }) => fakeClock.test(name)) ||
    file.all('Import').some(({ source }) => fakeClock.test(source)) ||
    file.all('String').some(({ value }) => fakeClock.test(value)) ||
    file.all('Member').some((node) => {
      if (fakeClock.test(node.property)) return true;
      // `mock.timers` of node:test, or a stub in the place of the real function.
      if (node.property === 'timers') return file.bindings.origin(node.object)?.path.at(-1) === 'mock';
      return node.property === 'setInterval' && isAssigned(node);
    })
  );
}

function isAssigned(node: SyntaxNode): boolean {
  return node.parent?.kind === 'Assign' && node.parent.left === node;
}
