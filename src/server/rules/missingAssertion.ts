import { chainOf, containsAssertion } from '../analysis/assertions.ts';
import { isSwitchedOffItself } from '../analysis/mochaModel.ts';
import type { Test } from '../analysis/mochaModel.ts';
import { enclosingFunction, forEachChild, unwrap } from '../analysis/syntax.ts';
import type {
  BlockNode,
  CallNode,
  FunctionNode,
  IdentifierNode,
  NewNode,
  SyntaxNode,
} from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** A test that runs code and looks at nothing. */
export interface UncheckedTest {
  readonly test: Test;
  readonly function: FunctionNode;
  readonly body: BlockNode;
}

export const missingAssertion: Rule<UncheckedTest> = {
  id: 'missing-assertion',
  title: 'A test asserts nothing',
  fix: 'offered',
  severity: 'information',
  lesson: '01-unit-vs-integration',
  aboutAbsence: true,
  find,
};

/** Where so many tests of a file seem to assert nothing, they assert in words that nobody here knows. */
const tooMany = 4;

function find(file: TestFile): readonly Finding<UncheckedTest>[] {
  const { tests } = file.mocha;
  const found = tests.flatMap((test) => uncheckedTest(file, test) ?? []);
  if (found.length >= tooMany && found.length > tests.length / 2) return [];
  return found.map((subject) => {
    const { callee, args } = subject.test.call;
    return {
      start: callee.start,
      end: args[0]?.end ?? callee.end,
      message: 'This test asserts nothing: it passes whatever the result is, as long as nothing throws.',
      related: [],
      subject,
    };
  });
}

/** A title that promises no more than that the code runs. */
const onlyRuns =
  /\b(not?|never|without|does ?n[o']t|can|able|works?|runs?|crash\w*|throws?|fail\w*|errors?|smoke|compiles?|loads?|parses?|accepts?|allows?|supports?|handles?|ignores?|completes?|resolves?|succeeds?|validates?|ok|okay|timeouts?|leaks?|ends?|closes?|fast|speed|performance|cleans?|todo|pending|example|benchmark|setup|tear ?down)\b/i;

/** A title that tells somebody to do something is a step of the set-up, not a promise. */
const isStep =
  /^(?:step\b|init|insert|give|set|reset|create|add|seed|populate|prepare|drop|remove|delete|clear|start|stop|open|connect|disconnect|log ?in|log ?out|import|register|install|build|initiali[sz]e)\b/i;

function uncheckedTest(file: TestFile, test: Test): UncheckedTest | undefined {
  const { body: callback } = test;
  const body = callback?.body;
  if (callback === undefined || body?.kind !== 'Block' || body.body.length === 0) return undefined;
  if (callback.params.length > 0 || callback.generator || isSwitchedOffItself(test) === true)
    return undefined;
  if (test.title === undefined || onlyRuns.test(test.title)) return undefined;
  if (isStep.test(test.title.trim())) return undefined;
  if (containsAssertion(file, body) || mayAssert(file, body, new Set())) return undefined;
  return { test, function: callback, body };
}

/** Does the code call anything that may assert where nobody can see it? */
function mayAssert(file: TestFile, node: SyntaxNode, seen: Set<FunctionNode>): boolean {
  let found = false;
  const visit = (at: SyntaxNode): void => {
    if ((at.kind === 'Call' || at.kind === 'New') && callMayAssert(file, at, seen)) found = true;
    // Tagged templates, JSX, `this` of a shared context: nobody knows.
    if (at.kind === 'Other' || (at.kind === 'Atom' && at.text === 'this')) found = true;
    if (!found) forEachChild(at, visit);
  };
  visit(node);
  return found;
}

/** Words in the name of a helper that say it may check something, or wait for something to become true. */
const checks =
  /assert|expect|should|verif|check|ensure|must|match|equal|same|compare|confirm|valid|throws|reject|fail|until|wait|once|eventually|tests?|spec|scenario|given|when|then|snapshot|approve|see|visible|skip|done|poll|flush|lint|report/i;

const testModules = /helper|support|util|fixture|tests?\b|spec|harness|mock|common|setup|shared|tools?\b/i;

function callMayAssert(file: TestFile, call: CallNode | NewNode, seen: Set<FunctionNode>): boolean {
  const { bindings } = file;
  const { root, properties } = chainOf(call.kind === 'New' ? call.callee : call);
  if (properties.some((name) => checks.test(name)) || comparesAnswer(call)) return true;
  if (root.kind !== 'Identifier') return false;
  if (checks.test(root.name) || isSentence(call, properties)) return true;
  if (handsOnCheck(file, call, properties, seen)) return true;
  const local = call.kind === 'Call' ? bindings.functionOf(call.callee) : undefined;
  if (local !== undefined) {
    if (seen.has(local) || local.body === undefined) return false;
    seen.add(local);
    return mayAssert(file, local.body, seen);
  }
  return isUnknown(file, root, properties.length === 0 && call.kind === 'Call');
}

/** `assume(list).is.an('array')`: an assertion in the words of whatever library. */
function isSentence(call: CallNode | NewNode, properties: readonly string[]): boolean {
  return chainOf(call).calls.length > 0 && properties.some((name) => sentence.test(name));
}

const sentence = /^(?:is|to|be|been|has|have|that)$/;

/** `comments.forEach(assertTrue)`, `load().then(verify)`. */
function handsOnCheck(
  file: TestFile,
  call: CallNode | NewNode,
  properties: readonly string[],
  seen: Set<FunctionNode>,
): boolean {
  if (!/^(?:forEach|map|every|some|each|then)$/.test(properties.at(-1) ?? '')) return false;
  return call.args.some((value) => {
    const handed = unwrap(value);
    const local = file.bindings.functionOf(handed);
    if (handed.kind !== 'Identifier' || local?.body === undefined) return handed.kind === 'Identifier';
    if (seen.has(local)) return false;
    seen.add(local);
    return containsAssertion(file, local.body) || mayAssert(file, local.body, seen);
  });
}

/** `get('/').status(404).body(/no such/)`: with a value, what a request is followed by says what should come back. */
function comparesAnswer(call: CallNode | NewNode): boolean {
  const { callee, args } = call;
  if (callee.kind !== 'Member' || !/^(?:status|code|body|headers?)(?:$|_|[A-Z])/.test(callee.property))
    return false;
  return args.length > 0 && chainOf(callee.object).calls.length > 0;
}

function isUnknown(file: TestFile, root: IdentifierNode, isCalledItself: boolean): boolean {
  const origin = file.bindings.origin(root);
  if (origin === undefined) {
    // A function in a variable or a parameter may be anything; what has methods is mostly the thing under test.
    return isCalledItself || file.bindings.resolve(root)?.kind === 'parameter';
  }
  if (origin.module === '')
    return (isCalledItself || testModules.test(root.name)) && !(root.name in globalThis);
  return testModules.test(origin.module);
}

/** What the test has worked out and then not looked at: its last unread constant. */
export function unreadResult(
  file: TestFile,
  { function: callback, body }: UncheckedTest,
): string | undefined {
  for (const statement of body.body.toReversed()) {
    if (statement.kind !== 'Variable') continue;
    for (const { target } of statement.declarators.toReversed()) {
      const binding = target.kind === 'Identifier' ? file.bindings.resolve(target) : undefined;
      if (binding === undefined || enclosingFunction(binding.declaration) !== callback) continue;
      if (binding.references.length === 0) return binding.name;
    }
  }
  return undefined;
}
