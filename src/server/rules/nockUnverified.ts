import type { Test } from '../analysis/mochaModel.ts';
import { holdsFunction, nockChains, nockUses, unnamedStatement } from '../analysis/nockChains.ts';
import type { NockChain } from '../analysis/nockChains.ts';
import { coveredSuites, isCovered, setupMentions } from '../analysis/nockCoverage.ts';
import { contains, forEachChild, unwrap } from '../analysis/syntax.ts';
import type { BlockNode, CallNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** A request that a test prepares, and of which nothing tells whether it was made. */
export interface UnverifiedRequest {
  readonly chain: NockChain;
  readonly test: Test;
}

export const nockUnverified: Rule<UnverifiedRequest> = {
  id: 'nock-unverified',
  title: 'Nothing notices whether an expected request was made',
  fix: 'offered',
  severity: 'warning',
  lesson: '06-external-services',
  aboutAbsence: true,
  find,
};

/** Ways to ask nock what was used. */
const checks = new Set(['isDone', 'pendingMocks', 'activeMocks', 'emitter', 'back', 'recorder']);

function find(file: TestFile): readonly Finding<UnverifiedRequest>[] {
  const chains = nockChains(file).filter((chain) => chain.root.kind === 'Call');
  if (chains.length === 0 || setupMentions(file, /isDone|pendingMocks|activeMocks/)) return [];
  const asked = nockUses(file, checks);
  const covered = coveredSuites(file, asked, /nock|mock|intercept|verify|assert|expect|check|pending|done/i);
  if (covered === 'all') return [];
  const findings: Finding<UnverifiedRequest>[] = [];
  for (const chain of chains) {
    const test = file.mocha.tests.find(({ call }) => contains(call, chain));
    if (test === undefined || isCovered(test.suite, covered)) continue;
    if (asked.some((node) => contains(test.call, node))) continue;
    if (!isUnnoticed(file, chain, test)) continue;
    findings.push({
      start: chain.start,
      end: chain.end,
      message:
        'The test passes as well when this request is never made. Keep the scope, and call its `done()` at the end.',
      related: [],
      subject: { chain, test },
    });
  }
  return findings;
}

/**
 * Only where the answer brings nothing that a test could see: no body, no error, no function that is called. Then
 * whatever the test does only goes on, whether the request was made or not.
 */
function isUnnoticed(file: TestFile, chain: NockChain, test: Test): boolean {
  const block = test.body?.body;
  const statement = unnamedStatement(chain);
  if (block?.kind !== 'Block' || statement?.parent !== block || (test.body?.params.length ?? 0) > 0)
    return false;
  if (!isPlain(file, chain)) return false;
  const statuses = chain.interceptors.map(({ reply }) => emptySuccess(file, reply?.call));
  if (statuses.length === 0 || statuses.includes(undefined)) return false;
  const { lastBlind, lastSeeing, atoms } = blockOf(file, block);
  const actsBlindly = lastBlind > statement.start && lastSeeing <= statement.start;
  return actsBlindly && !statuses.some((status) => status !== undefined && atoms.has(status));
}

const plainMethods = new Set(
  'get post put head patch merge delete options intercept reply query matchHeader basicAuth once'.split(' '),
);

/** Nothing optional or lasting, and no function that a request would call. */
function isPlain(file: TestFile, chain: NockChain): boolean {
  return (
    chain.calls.every(({ name }) => plainMethods.has(name)) &&
    chain.calls.every(({ call }) => call.args.every((argument) => !mayHoldFunction(file, argument)))
  );
}

/** A name from elsewhere may stand for a function, too. */
function mayHoldFunction(file: TestFile, argument: SyntaxNode): boolean {
  const node = unwrap(argument);
  if (node.kind === 'Function') return true;
  if (node.kind === 'Identifier') {
    const initial = file.bindings.resolve(node)?.initial;
    return initial === undefined || holdsFunction(initial);
  }
  return holdsFunction(node);
}

/** The status of `.reply(204)`; undefined for a failure, a body, or what is known only at run time. */
function emptySuccess(file: TestFile, reply: CallNode | undefined): string | undefined {
  if (reply === undefined || reply.args.length > 2) return undefined;
  const [status, body] = reply.args;
  const written = status === undefined ? '200' : file.text.slice(status.start, status.end);
  if (!/^2\d\d$/.test(written)) return undefined;
  return body === undefined || isEmpty(body) ? written : undefined;
}

function isEmpty(body: SyntaxNode): boolean {
  const inner = unwrap(body);
  if (inner.kind === 'Object') return inner.properties.length === 0;
  return inner.kind === 'String' && inner.value === '';
}

/** What the statements of a block do with answers, for all chains in it. */
interface Block {
  /**
   * Where the last statement begins that awaits something whose result nobody looks at: `await send()` only says that
   * nothing was thrown. -1 when there is none.
   */
  readonly lastBlind: number;
  /** Where the last one begins that may look at a result; -1 when there is none. */
  readonly lastSeeing: number;
  /**
   * What is written there, but for the answers. A status that is written down a second time is compared with what came
   * back.
   */
  readonly atoms: ReadonlySet<string>;
}

const blocks = {};

function blockOf(file: TestFile, block: BlockNode): Block {
  const known = file.once(blocks, () => new Map<BlockNode, Block>());
  const before = known.get(block);
  if (before !== undefined) return before;
  let [lastBlind, lastSeeing] = [-1, -1];
  for (const statement of block.body) {
    const blind = blindCall(statement);
    // A result that is used, or a promise or function handed on: that may depend on the answer.
    const sees = blind === undefined ? hasHiddenWork(statement) : mayCheck(file, blind);
    if (sees) lastSeeing = statement.start;
    else if (blind !== undefined) lastBlind = statement.start;
  }
  const made = { lastBlind, lastSeeing, atoms: atomsBesideAnswers(file, block) };
  known.set(block, made);
  return made;
}

/** The call of a statement `await call();`. */
function blindCall(statement: SyntaxNode): CallNode | undefined {
  if (statement.kind !== 'ExpressionStatement') return undefined;
  const expression = unwrap(statement.expression);
  if (expression.kind !== 'Await') return undefined;
  const call = unwrap(expression.operand);
  return call.kind === 'Call' ? call : undefined;
}

function hasHiddenWork(node: SyntaxNode): boolean {
  if (node.kind === 'Await' || node.kind === 'Return') return true;
  if (node.kind === 'Member' && /^(then|catch|finally)$/.test(node.property)) return true;
  let found = false;
  forEachChild(node, (child) => {
    found ||= hasHiddenWork(child);
  });
  return found;
}

/** An assertion, a chain such as supertest's, or a helper that by its name looks at something. */
function mayCheck(file: TestFile, call: CallNode): boolean {
  const { callee } = call;
  const words: string[] = [];
  for (let at = unwrap(callee); ;) {
    if (at.kind === 'Call') {
      // `request(app).get('/').expect(200)`: a chain of calls looks at what comes back.
      if (words.some((word) => checking.test(word))) return true;
      at = unwrap(at.callee);
    } else if (at.kind === 'Member') {
      words.push(at.property);
      at = unwrap(at.object);
    } else {
      if (at.kind === 'Identifier') words.push(at.name);
      break;
    }
  }
  if (words.some((word) => checking.test(word))) return true;
  const local = file.bindings.functionOf(callee);
  return local !== undefined && mentionsCheck(local);
}

const checking = /assert|expect|should|verify|check|ensure|wait|until|poll|throws?$|rejects?/i;

function mentionsCheck(node: SyntaxNode): boolean {
  if (node.kind === 'Identifier' && checking.test(node.name)) return true;
  if (node.kind === 'Member' && checking.test(node.property)) return true;
  let found = false;
  forEachChild(node, (child) => {
    found ||= mentionsCheck(child);
  });
  return found;
}

function atomsBesideAnswers(file: TestFile, block: BlockNode): ReadonlySet<string> {
  const answers = new Set<SyntaxNode>(nockChains(file).map(({ whole }) => whole));
  const found = new Set<string>();
  const visit = (node: SyntaxNode): void => {
    if (answers.has(node)) return;
    if (node.kind === 'Atom') found.add(node.text);
    else forEachChild(node, visit);
  };
  visit(block);
  return found;
}
