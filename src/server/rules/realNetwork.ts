import { callsFrom } from '../analysis/calls.ts';
import { addressOf, httpCallOf, httpModules } from '../analysis/httpCalls.ts';
import type { HttpCall } from '../analysis/httpCalls.ts';
import type { Suite, Test } from '../analysis/mochaModel.ts';
import { isSwitchedOffItself, suiteOf } from '../analysis/mochaModel.ts';
import { coveredSuites, isCovered, mayGuard, setupMentions } from '../analysis/nockCoverage.ts';
import { unwrap } from '../analysis/syntax.ts';
import type { CallNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** A request to a host on the internet. */
interface RealRequest {
  readonly call: CallNode;
}

export const realNetwork: Rule<RealRequest> = {
  id: 'real-network',
  title: 'A test asks a real server on the internet',
  fix: 'none',
  severity: 'warning',
  lesson: '06-external-services',
  aboutAbsence: true,
  find,
};

/** Packages that may answer in place of a server. */
const doubles =
  /nock|msw|mock|undici|sinon|testdouble|^td$|proxyquire|rewire|esmock|polly|replay|intercept|moxios|talkback|vcr|^test$|vitest|@jest/i;

/** Files and suites that are meant to ask a real server. */
const meant =
  /(?:^|[^a-z])(?:e2e|end-to-end|live|smoke|online|real|external|contract|acceptance|remote|network)(?:[^a-z]|$)/i;

function find(file: TestFile): readonly Finding<RealRequest>[] {
  const { mocha, bindings } = file;
  if (mocha.tests.length === 0 || isMeantFile(file.path)) return [];
  const calls = realCalls(file);
  if (calls.length === 0 || mayBeDoubled(file)) return [];
  const covered = coveredSuites(file, [], mayGuard);
  if (covered === 'all') return [];
  const findings: Finding<RealRequest>[] = [];
  for (const { call, target } of calls) {
    const ways = mocha.runBy(call) ?? [];
    const isTested = ways.some(
      (way) =>
        way.by === 'test' ||
        (way.by === 'hook' && (way.hook.kind === 'before' || way.hook.kind === 'beforeEach')),
    );
    if (!isTested) continue;
    if (ways.some((way) => isCovered(suiteOf(way), covered) || isMeant(suiteOf(way)))) continue;
    if (ways.some((way) => way.by === 'test' && (isMeantTest(way.test) || mayBeOff(way.test)))) continue;
    const host = hostOf(addressOf(target, bindings)?.strings[0] ?? '') ?? '';
    findings.push({
      start: call.start,
      end: call.end,
      message: `This asks ${host} itself: the test fails when that server is slow, changed or not reachable. Answer in its place, for example with nock.`,
      related: [],
      subject: { call },
    });
  }
  return findings;
}

function realCalls(file: TestFile): readonly HttpCall[] {
  const found: HttpCall[] = [];
  for (const node of callsFrom(file, httpModules)) {
    const call = httpCallOf(node, file.bindings);
    if (call !== undefined && asksInternet(file, call)) found.push(call);
  }
  return found;
}

function asksInternet(file: TestFile, { call, target }: HttpCall): boolean {
  const address = addressOf(target, file.bindings);
  const host = hostOf(address?.strings[0] ?? '');
  // A host that goes on behind the text, as in `https://${region}.example.com`, is not known.
  if (
    host === undefined ||
    (address?.code.length !== 0 && !/^https?:\/\/[^/?#]+[/?#]/i.test(address?.strings[0] ?? ''))
  ) {
    return false;
  }
  return isPublic(host) && !call.args.slice(1).some(hasOwnTransport);
}

function hostOf(address: string): string | undefined {
  return /^https?:\/\/(?:[^@/?#]*@)?(\[[^\]]*\]|[^:/?#]+)/i.exec(address)?.[1]?.toLowerCase();
}

/** Reserved names never lead anywhere, names without a dot only into one's own network. */
function isPublic(host: string): boolean {
  if (!host.includes('.') || host.startsWith('[')) return false;
  if (/\.(?:test|example|invalid|localhost|local|internal|lan|home|corp|intranet|docker)$/.test(host))
    return false;
  if (
    /^(?:127|10|0|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|192\.0\.2|198\.51\.100|203\.0\.113)\./.test(
      host,
    )
  ) {
    return false;
  }
  return true;
}

/** An agent, a dispatcher or an adapter may lead the request elsewhere; a signal may end it before it starts. */
function hasOwnTransport(options: SyntaxNode): boolean {
  const node = unwrap(options);
  if (node.kind !== 'Object') return node.kind !== 'Function';
  return node.properties.some(
    (one) =>
      one.kind !== 'Property' ||
      /^(?:agent|dispatcher|adapter|httpAgent|httpsAgent|lookup|createConnection|socketPath|proxy|signal|client|fetch)$/.test(
        one.key ?? '',
      ),
  );
}

/** Does the file bring something that may stand in for the network? */
function mayBeDoubled(file: TestFile): boolean {
  if (setupMentions(file, /nock|msw|undici|intercept|NetConnect|\bfetch\b|mock/i)) return true;
  // `globalThis.fetch = …`, `stub(globalThis, 'fetch')`, and tests that skip themselves without a network.
  if (
    /\.fetch\s*=[^=]|['"`]fetch['"`]|\bthis\.skip\(|setGlobalDispatcher|process\.env\.(?:CI|\w*(?:ONLINE|LIVE|E2E|NETWORK))\b/.test(
      file.text,
    )
  ) {
    return true;
  }
  return sources(file).some((source) => doubles.test(source) && !/^https?$/.test(source));
}

/** Every module the file loads, by import or `require`. */
function sources(file: TestFile): readonly string[] {
  const imported = file.all('Import').map(({ source }) => source.replace(/^node:/, ''));
  const required = file.all('Call').map((call) => file.bindings.origin(call)?.module);
  return [...imported, ...required.filter((module) => module !== undefined)];
}

function isMeant(suite: Suite | undefined): boolean {
  for (let at = suite; at !== undefined; at = at.parent) {
    if (meant.test(at.title ?? '') || mayBeOff(at)) return true;
  }
  return false;
}

/** By its name and the two folders it is in; further out, names are those of projects. */
function isMeantFile(path: string): boolean {
  return path
    .split(/[\\/]/)
    .slice(-3)
    .some((part) => meant.test(part));
}

function isMeantTest(test: Test): boolean {
  return meant.test(test.title ?? '');
}

/** What cannot be read is left alone. */
function mayBeOff(one: Suite | Test): boolean {
  return isSwitchedOffItself(one) !== false;
}
