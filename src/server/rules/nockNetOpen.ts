import { addressOf } from '../analysis/httpCalls.ts';
import { outermost, suiteOf } from '../analysis/mochaModel.ts';
import type { Suite } from '../analysis/mochaModel.ts';
import { nockCalls, nockUses } from '../analysis/nockChains.ts';
import { coveredSuites, isCovered, mayGuard, setupMentions } from '../analysis/nockCoverage.ts';
import type { CallNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** Tests that intercept some hosts while every other host is reached for real. */
export interface OpenNetwork {
  /** Undefined for tests outside any suite. */
  readonly suite: Suite | undefined;
}

export const nockNetOpen: Rule<OpenNetwork> = {
  id: 'nock-net-open',
  title: 'Requests without an interceptor leave the machine',
  fix: 'offered',
  // A precaution: the tests as they are may well make no such request.
  severity: 'information',
  lesson: '06-external-services',
  aboutAbsence: true,
  find,
};

/** Who uses one of these has thought about the network, or lets nock record it. */
const decisions = new Set(['disableNetConnect', 'enableNetConnect', 'back', 'recorder']);

function find(file: TestFile): readonly Finding<OpenNetwork>[] {
  const { mocha } = file;
  const made = nockCalls(file);
  if (made.length === 0 || nockUses(file, decisions).length > 0) return [];
  if (/\ballowUnmocked\b/.test(file.text) || setupMentions(file, /nock|NetConnect/)) return [];
  // Where this machine alone plays the server, the tests say which address is asked, and it is none outside.
  if (made.every(({ args }) => isThisMachine(addressOf(args[0], file.bindings)?.strings[0]))) return [];
  const covered = coveredSuites(file, [], mayGuard);
  if (covered === 'all') return [];
  const found = new Map<Suite | undefined, CallNode>();
  for (const call of made) {
    for (const way of mocha.runBy(call) ?? []) {
      const suite = suiteOf(way);
      // Made when the file is loaded: nobody can say around which tests.
      if (way.by === 'module' || isCovered(suite, covered)) continue;
      const top = suite === undefined ? undefined : outermost(suite);
      if (!found.has(top)) found.set(top, call);
    }
  }
  return [...found].map(([suite, first]) => ({
    start: first.start,
    end: first.end,
    message:
      'Only these hosts are intercepted: a request to any other one leaves the machine. Close the network with `nock.disableNetConnect()`.',
    related: [],
    subject: { suite },
  }));
}

function isThisMachine(address: string | undefined): boolean {
  return /^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$)/i.test(address ?? '');
}
