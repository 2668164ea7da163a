import type { Binding } from '../analysis/bindings.ts';
import { contains, forEachChild, literalText, unwrap } from '../analysis/syntax.ts';
import type { SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { allValuesOf } from '../analysis/values.ts';
import { importNames } from '../edits/namedImports.ts';
import { impossible, possible, withTabStops } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import type { Finding } from '../rules/rule.ts';
import { sleepInTest } from '../rules/sleepInTest.ts';
import type { SleepInTest } from '../rules/sleepInTest.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

/** For each emitter that the test could wait for: which event it is, only its author knows. */
export const awaitEvent = quickFix({
  id: 'await-event',
  title: 'Wait for an event instead of a fixed time',
  rule: sleepInTest,
  offers(file: TestFile, finding: Finding<SleepInTest>): readonly Offer[] {
    return emitters(file, finding.subject).map(({ binding, event }) => ({
      title: `Wait for an event of \`${binding.name}\` instead`,
      key: `event:${finding.start}:${binding.name}`,
      preferred: false,
      finding,
      edit: () => waitFor(file, finding.subject, binding, event),
    }));
  },
});

function waitFor(file: TestFile, { sleep }: SleepInTest, binding: Binding, event: string): Edit {
  const bare = file.tree.body.some(
    (statement) => statement.kind === 'Import' && statement.source === 'events',
  );
  const imported = importNames(file, sleep, [{ module: bare ? 'events' : 'node:events', name: 'once' }]);
  if ('reason' in imported) return impossible(imported.reason);
  const { quote } = file.style;
  const text = `await ${imported.written[0] ?? 'once'}(${binding.name}, ${quote}${event}${quote})`;
  const change = withTabStops({ start: sleep.start, end: sleep.end, text }, [
    { number: 1, placeholder: event },
  ]);
  return possible([change, ...imported.changes]);
}

interface Emitter {
  readonly binding: Binding;
  readonly event: string;
}

/** The nearest first. */
function emitters(file: TestFile, { sleep }: SleepInTest): readonly Emitter[] {
  const found: { readonly emitter: Emitter; readonly at: number }[] = [];
  for (const binding of file.bindings.all) {
    if (file.bindings.lookup(binding.name, sleep) !== binding) continue;
    const events = (allValuesOf(binding) ?? []).map((value) => eventOf(file, value));
    const [event] = events;
    if (event === undefined || events.includes(undefined)) continue;
    // What is mentioned last before the sleep is what the test waits for most likely.
    const uses = [binding.declaration, ...binding.references].filter(({ end }) => end <= sleep.start);
    const last = uses.at(-1);
    if (last === undefined || listensAlready(file, binding, event, sleep)) continue;
    found.push({ emitter: { binding, event: emitted(binding) ?? event }, at: last.start });
  }
  return found
    .toSorted((a, b) => b.at - a.at)
    .slice(0, 2)
    .map(({ emitter }) => emitter);
}

const events: ReadonlyMap<string, string> = new Map([
  ['events', 'event'],
  ['http', 'listening'],
  ['https', 'listening'],
  ['net', 'listening'],
  ['child_process', 'exit'],
  ['worker_threads', 'message'],
]);

const makers = /^(EventEmitter|createServer|Server|spawn|fork|exec|execFile|Worker)?$/;

/** The event that ends most waits for what this expression makes; undefined for what makes no emitter. */
function eventOf(file: TestFile, value: SyntaxNode): string | undefined {
  let node = unwrap(value);
  // `createServer(…).listen(0)` and the like return the server.
  while (
    node.kind === 'Call' &&
    node.callee.kind === 'Member' &&
    /^(listen|on|once)$/.test(node.callee.property)
  ) {
    node = unwrap(node.callee.object);
  }
  if (node.kind !== 'Call' && node.kind !== 'New') return undefined;
  const origin = file.bindings.origin(node.callee);
  if (origin === undefined || !makers.test(origin.path.join('.'))) return undefined;
  return events.get(origin.module);
}

/** The server was waited for already, so the sleep must be for something else. */
function listensAlready(file: TestFile, binding: Binding, event: string, sleep: SyntaxNode): boolean {
  if (event !== 'listening') return false;
  const block = sleep.parent?.parent;
  let waited = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Await' && node.end <= sleep.start) waited ||= mentions(node, binding);
    forEachChild(node, visit);
  };
  if (block !== undefined) visit(block);
  const isLocal = block !== undefined && listensIn(file, block, binding, sleep);
  return waited || !isLocal;
}

function mentions(node: SyntaxNode, binding: Binding): boolean {
  return binding.references.some((reference) => contains(node, reference));
}

/** Is it told to listen just before, in the same statements? Elsewhere it is up by now. */
function listensIn(file: TestFile, block: SyntaxNode, binding: Binding, sleep: SyntaxNode): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Call' && node.end <= sleep.start && node.callee.kind === 'Member') {
      const given = node.parent?.kind === 'Declarator' ? node.parent.target : node.callee.object;
      const name = given.kind === 'Identifier' ? file.bindings.resolve(given) : undefined;
      if (node.callee.property === 'listen' && name === binding) found = true;
    }
    forEachChild(node, visit);
  };
  visit(block);
  return found;
}

/** The event that the file itself sends or listens to, as far as it names only one. */
function emitted(binding: Binding): string | undefined {
  const names = new Set<string>();
  for (const reference of binding.references) {
    const member = reference.parent;
    if (member?.kind !== 'Member' || member.object !== reference || member.parent?.kind !== 'Call') continue;
    if (member.parent.callee !== member || !/^(emit|on|once)$/.test(member.property)) continue;
    const name = literalText(member.parent.args[0]);
    if (name !== undefined && /^[\w:.-]+$/.test(name)) names.add(name);
  }
  const [only, ...others] = names;
  return others.length === 0 ? only : undefined;
}
