import { callsFrom } from '../analysis/calls.ts';
import type { Hook, Test } from '../analysis/mochaModel.ts';
import { contains, forEachChild, literalText, unwrap } from '../analysis/syntax.ts';
import type { CallNode, ObjectNode, PropertyNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** A clock that is faked as a whole while a test talks over the network. */
export interface StalledIo {
  readonly faked: CallNode;
  readonly library: ClockLibrary;
  /** Its options, when they are an object written in place. */
  readonly options: ObjectNode | undefined;
  /** Where the clock is moved on. */
  readonly ticks: readonly CallNode[];
}

/** `sinon` stands for @sinonjs/fake-timers as well, which it is made of. */
export type ClockLibrary = 'sinon' | 'node:test';

export const fakeTimersStallIo: Rule<StalledIo> = {
  id: 'fake-timers-stall-io',
  title: 'Faked timers hold up network calls',
  fix: 'offered',
  severity: 'warning',
  lesson: '07-time-and-retries',
  aboutAbsence: false,
  find,
};

function find(file: TestFile): readonly Finding<StalledIo>[] {
  const clocks: { readonly faked: CallNode; readonly library: ClockLibrary }[] = [];
  const ticks: CallNode[] = [];
  const calls: CallNode[] = [];
  for (const faked of callsFrom(file, clockModules)) {
    if (faked.kind !== 'Call') continue;
    const library = clockLibrary(file, faked);
    if (library !== undefined) clocks.push({ faked, library });
  }
  if (clocks.length === 0) return [];
  for (const node of file.all('Call')) {
    if (isTick(node)) ticks.push(node);
    else if (asksNetwork(file, node)) calls.push(node);
  }
  const findings: Finding<StalledIo>[] = [];
  for (const { faked, library } of clocks) {
    const options = optionsOf(faked);
    if (options === 'unknown' || !stalls(file, library, options)) continue;
    const stalled = calls.find((call) => isStalled(file, faked, call, ticks));
    if (stalled === undefined) continue;
    findings.push({
      start: faked.start,
      end: faked.end,
      message: message(library),
      related: [{ start: stalled.start, end: stalled.end, message: 'This call waits for a faked timer.' }],
      subject: { faked, library, options, ticks },
    });
  }
  return findings;
}

function message(library: ClockLibrary): string {
  const what =
    library === 'sinon'
      ? 'This fakes `process.nextTick` and the timers that HTTP needs'
      : 'This fakes the timers that the server of this file answers by';
  return `${what}, so calls stand still until the test times out. Fake only what the test needs, such as \`Date\`.`;
}

const clockModules = ['sinon', '@sinonjs/fake-timers', 'test'];

function clockLibrary(file: TestFile, { callee }: CallNode): ClockLibrary | undefined {
  const origin = file.bindings.origin(callee);
  const name = origin?.path.join('.');
  if (origin?.module === 'sinon' && name === 'useFakeTimers') return 'sinon';
  if (origin?.module === '@sinonjs/fake-timers' && name === 'install') return 'sinon';
  if (origin?.module === 'test' && name === 'mock.timers.enable') return 'node:test';
  return undefined;
}

/** The object written in place; undefined without one, `unknown` for what cannot be read here. */
function optionsOf({ args }: CallNode): ObjectNode | 'unknown' | undefined {
  const [first, ...others] = args;
  if (first === undefined) return undefined;
  const inner = unwrap(first);
  if (others.length > 0) return 'unknown';
  if (inner.kind === 'Object') return inner;
  // A time to start from.
  const isTime = inner.kind === 'Atom' || inner.kind === 'New' || inner.kind === 'Call';
  return isTime ? undefined : 'unknown';
}

function stalls(file: TestFile, library: ClockLibrary, options: ObjectNode | undefined): boolean {
  if (library === 'node:test') {
    if (!answersByTimer(file)) return false;
    if (options === undefined) return true;
    if (!options.properties.every(isPlain)) return false;
    const apis = property(options, 'apis');
    return apis === undefined || names(apis)?.includes('setTimeout') === true;
  }
  if (options === undefined) return true;
  // `shouldAdvanceTime` moves the clock by itself; other options may leave out what HTTP needs.
  if (!options.properties.every((one) => isPlain(one) && (one.key === 'now' || one.key === 'toFake')))
    return false;
  const faked = property(options, 'toFake');
  // Measured: of all that can be faked, only this one stops HTTP on its own.
  return faked === undefined || names(faked)?.includes('nextTick') === true;
}

function isPlain(node: SyntaxNode): node is PropertyNode {
  return node.kind === 'Property' && node.key !== undefined;
}

function property(options: ObjectNode, key: string): SyntaxNode | undefined {
  return options.properties.filter(isPlain).find((one) => one.key === key)?.value;
}

function names(list: SyntaxNode): readonly (string | undefined)[] | undefined {
  const inner = unwrap(list);
  return inner.kind === 'Array' ? inner.elements.map((element) => literalText(element)) : undefined;
}

/** Does a server made in this file use a timer to answer? */
function answersByTimer(file: TestFile): boolean {
  let found = false;
  const visit = (node: SyntaxNode, inServer: boolean): void => {
    let inside = inServer;
    if (node.kind === 'Call') {
      const origin = file.bindings.origin(node.callee);
      if (/^https?$/.test(origin?.module ?? '') && origin?.path[0] === 'createServer') inside = true;
      else if (inServer && origin?.module === '' && origin.path.join('.') === 'setTimeout') found = true;
    }
    if (!found) forEachChild(node, (child) => visit(child, inside));
  };
  visit(file.tree, false);
  return found;
}

const clients = new Set(['axios', 'supertest', 'got', 'undici', 'node-fetch', 'superagent', 'ky', 'needle']);

function asksNetwork(file: TestFile, { callee }: CallNode): boolean {
  const origin = file.bindings.origin(callee);
  if (origin === undefined) return false;
  const name = origin.path.join('.');
  if (origin.module === '') return name === 'fetch' || name === 'globalThis.fetch';
  if (origin.module === 'http' || origin.module === 'https') return name === 'get' || name === 'request';
  if (origin.module === 'undici') return name === 'fetch' || name === 'request';
  if (origin.module === 'axios') return /^(|get|post|put|patch|delete|request|head)$/.test(name);
  return clients.has(origin.module) && name === '';
}

const ticking =
  /^(tick|tickAsync|next|nextAsync|runAll|runAllAsync|runToLast|runToLastAsync|runToFrame|runMicrotasks|jump)$/;

/** `clock.tick(…)`, by whatever name the clock goes. */
function isTick({ callee }: CallNode): boolean {
  return callee.kind === 'Member' && ticking.test(callee.property);
}

type Region = Test | Hook;

function regionOf(file: TestFile, node: SyntaxNode): Region | undefined {
  return [...file.mocha.tests, ...file.mocha.hooks].find(({ call }) => contains(call, node));
}

/** Is the call made by a test that runs with this clock, and that never moves it on or gives the real one back? */
function isStalled(file: TestFile, faked: CallNode, call: CallNode, ticks: readonly CallNode[]): boolean {
  const started = regionOf(file, faked);
  const test = file.mocha.tests.find((one) => one.body !== undefined && contains(one.body, call));
  if (started === undefined || test === undefined || !isAwaited(call, test)) return false;
  if (started.kind === 'test') {
    if (started !== test || call.start < faked.end) return false;
  } else if ((started.kind !== 'before' && started.kind !== 'beforeEach') || !isAround(started, test))
    return false;
  if (ticks.some((tick) => contains(test.call, tick))) return false;
  return !restores(started === test ? [test] : [test, ...hooksAround(file, started, test)]);
}

function isAround(hook: Region, test: Test): boolean {
  if (hook.suite === undefined) return true;
  for (let at = test.suite; at !== undefined; at = at.parent) if (at === hook.suite) return true;
  return false;
}

/** Setup hooks of the test besides the one that fakes. */
function hooksAround(file: TestFile, started: Region, test: Test): readonly Region[] {
  return file.mocha.hooks.filter(
    (hook) => hook !== started && hook.kind.startsWith('before') && isAround(hook, test),
  );
}

/** `clock.restore()`, `clock.uninstall()` or `mock.timers.reset()` in one of these, outside `finally`. */
function restores(regions: readonly Region[]): boolean {
  return regions.some(({ call }) => {
    let found = false;
    const visit = (node: SyntaxNode): void => {
      if (node.kind === 'Try') {
        visit(node.block);
        if (node.caught !== undefined) visit(node.caught);
        return;
      }
      if (node.kind === 'Call' && node.callee.kind === 'Member') {
        if (/^(restore|uninstall|reset|useRealTimers)$/.test(node.callee.property)) found = true;
      }
      if (!found) forEachChild(node, visit);
    };
    visit(call);
    return found;
  });
}

/** Somewhere in an `await` or a `return` of the test: what nobody waits for holds nobody up. */
function isAwaited(call: CallNode, test: Test): boolean {
  for (let at: SyntaxNode | undefined = call; at !== undefined && at !== test.body; at = at.parent) {
    if (at.kind === 'Await' || at.kind === 'Return') return true;
    if (at.kind === 'Function') return false;
  }
  return false;
}
