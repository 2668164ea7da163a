import type { Binding } from '../analysis/bindings.ts';
import { fixedPorts } from '../analysis/fixedPorts.ts';
import type { FixedPort } from '../analysis/fixedPorts.ts';
import type { Hook, Test } from '../analysis/mochaModel.ts';
import { contains, enclosingFunction, enclosingStatement, forEachChild } from '../analysis/syntax.ts';
import type { DeclaratorNode, IdentifierNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { lineNumber } from './hookInsertion.ts';
import { importNames } from './namedImports.ts';
import { impossible, possible } from './textChange.ts';
import type { Edit, TextChange } from './textChange.ts';

/**
 * Lets the system choose the port, and asks the server for it wherever the file used the number. Refused where
 * any use of the number cannot be understood: a test that connects to the old port would only fail later.
 */
export function listenAtFreePort(file: TestFile, fixed: FixedPort): Edit {
  if (fixed.server === 'other') {
    return impossible('How to ask this server for its port is not known here.');
  }
  if (fixed.constant?.exported === true)
    return impossible('The port is exported, so other files may use it.');
  const holder = holderOf(file, fixed);
  if (holder === undefined) {
    return impossible('Keep the server in a variable first, so that it can be asked for its port.');
  }
  const uses = usesOf(file, fixed);
  if ('reason' in uses) return impossible(uses.reason);
  if (uses.length === 0 && !isHandedOn(holder, fixed)) {
    return impossible(
      `Nothing in this file connects to port ${fixed.port}, so something else may count on it.`,
    );
  }
  const host = uses.some((use) => keepsLocalhost(file, use)) ? undefined : newHost(file, fixed);
  const lookup = addressLookup(file, fixed, holder);
  if ('reason' in lookup) return impossible(lookup.reason);
  const changes: TextChange[] = [
    { start: fixed.literal.start, end: fixed.literal.end, text: '0' },
    ...(host === undefined ? [] : [{ start: fixed.written.end, end: fixed.written.end, text: host }]),
    ...lookup.changes,
  ];
  for (const use of uses) {
    const written = writeUse(file, fixed, holder, use, lookup.text, host !== undefined);
    if ('reason' in written) return impossible(written.reason);
    changes.push(...written.changes);
  }
  return possible(changes);
}

type Changes = { readonly changes: readonly TextChange[] } | { readonly reason: string };

/** The name by which the listening server can be asked for its address. */
function holderOf(file: TestFile, { call, server }: FixedPort): Binding | undefined {
  if (server === 'node' && call.callee.kind === 'Member') {
    let receiver: SyntaxNode = call.callee.object;
    while (receiver.kind === 'Wrapped') receiver = receiver.inner;
    if (receiver.kind === 'Identifier') return file.bindings.resolve(receiver);
  }
  let at: SyntaxNode = call;
  while (at.parent?.kind === 'Wrapped' || isChained(at)) at = at.parent?.parent ?? at;
  const given = at.parent;
  const target =
    given?.kind === 'Declarator' && given.initial === at
      ? given.target
      : given?.kind === 'Assign' && given.right === at
        ? given.left
        : undefined;
  return target?.kind === 'Identifier' ? file.bindings.resolve(target) : undefined;
}

/** `listen(…).on(…)`: what is named is the value of the outer call. */
function isChained(node: SyntaxNode): boolean {
  const member = node.parent;
  return (
    member?.kind === 'Member' &&
    /^(on|once|addListener)$/.test(member.property) &&
    member.parent?.kind === 'Call' &&
    member.parent.callee === member
  );
}

/** Given to somebody who asks it for its port, such as supertest. */
function isHandedOn(holder: Binding, { call }: FixedPort): boolean {
  return holder.references.some(({ parent }) => {
    if (parent?.kind === 'Member') return parent.property === 'address';
    return parent?.kind === 'Call' && parent !== call && !calledName(parent.callee).endsWith('once');
  });
}

function calledName(callee: SyntaxNode): string {
  if (callee.kind === 'Identifier') return callee.name;
  return callee.kind === 'Member' ? callee.property : '';
}

/** `, '127.0.0.1'`, where the call names no host: a server of a test need not be seen from outside. */
function newHost(file: TestFile, { call, written }: FixedPort): string | undefined {
  const [first, second] = call.args;
  if (first !== written) return undefined;
  if (second !== undefined && !isCallback(file, second)) return undefined;
  return `, ${file.style.quote}127.0.0.1${file.style.quote}`;
}

function isCallback(file: TestFile, node: SyntaxNode): boolean {
  if (file.bindings.functionOf(node) !== undefined) return true;
  const binding = node.kind === 'Identifier' ? file.bindings.resolve(node) : undefined;
  if (binding?.kind !== 'parameter' || binding.scope.node.kind !== 'Function') return false;
  // mocha's `done`, or `resolve` of a promise.
  const made = binding.scope.node.parent;
  return (
    file.mocha.isMochaCallback(binding.scope.node) ||
    (made?.kind === 'New' && calledName(made.callee) === 'Promise')
  );
}

function addressLookup(
  file: TestFile,
  { call }: FixedPort,
  holder: Binding,
): { readonly text: string; readonly changes: readonly TextChange[] } | { readonly reason: string } {
  if (!file.style.typescript) return { text: `${holder.name}.address().port`, changes: [] };
  const declarator = holder.declaration.parent;
  if (declarator?.kind === 'Declarator' && declarator.type !== undefined) {
    const type = file.text.slice(declarator.type.start, declarator.type.end);
    if (/\b(undefined|null)\b/.test(type)) {
      return { reason: `By its type, \`${holder.name}\` may be empty where the port is asked for.` };
    }
  }
  const imported = importNames(file, call, [{ module: netModule(file), name: 'AddressInfo', type: true }]);
  if ('reason' in imported) return imported;
  return {
    text: `(${holder.name}.address() as ${imported.written[0] ?? 'AddressInfo'}).port`,
    changes: imported.changes,
  };
}

/** With the prefix, unless the file writes Node's own modules without it. */
function netModule(file: TestFile): string {
  const sources = file.tree.body.flatMap((statement) =>
    statement.kind === 'Import' ? [statement.source] : [],
  );
  const bare = sources.some((source) => /^(assert|events|fs|http|https|net|path|util)$/.test(source));
  return bare && !sources.some((source) => source.startsWith('node:')) ? 'net' : 'node:net';
}

/** A place that means the port: the number, a constant's name, or an address in a text. */
type Use =
  | { readonly kind: 'value'; readonly node: SyntaxNode }
  | { readonly kind: 'address'; readonly node: SyntaxNode };

function usesOf(file: TestFile, fixed: FixedPort): readonly Use[] | { readonly reason: string } {
  const number = new RegExp(String.raw`(?<!\d)${fixed.port}(?!\d)`);
  const rivals = fixedPorts(file).filter((other) => other !== fixed && other.port === fixed.port);
  if (rivals.some((other) => other.constant !== undefined || contains(scopeOf(file, fixed), other.call))) {
    return { reason: `Several servers listen at port ${fixed.port} in this part of the file.` };
  }
  const uses: Use[] = [];
  let strange: SyntaxNode | undefined;
  const visit = (node: SyntaxNode): void => {
    if (node === fixed.written || node === fixed.literal) return;
    const text = (): string => file.text.slice(node.start, node.end);
    if (node.kind === 'Atom' && Number(node.text.replaceAll('_', '')) === fixed.port) {
      if (isPortValue(node)) uses.push({ kind: 'value', node });
      else if (!isDuration(node) && !isRival(node)) strange ??= node;
    } else if (node.kind === 'Identifier' && fixed.constant !== undefined) {
      if (file.bindings.resolve(node) === fixed.constant && node !== fixed.constant.declaration) {
        uses.push({ kind: 'value', node });
      }
    } else if ((node.kind === 'String' || node.kind === 'Template') && number.test(literalParts(node))) {
      if (addressIn(text(), fixed.port) === undefined) strange ??= node;
      else uses.push({ kind: 'address', node });
    }
    forEachChild(node, visit);
  };
  const isRival = (node: SyntaxNode): boolean => rivals.some(({ literal }) => literal === node);
  visit(file.tree);
  if (strange !== undefined) {
    const line = lineNumber(file.text, strange.start);
    return { reason: `${fixed.port} stands in line ${line} as well, where it is not clear what it means.` };
  }
  const scope = scopeOf(file, fixed);
  const own = uses.filter(({ node }) => !rivals.some((other) => contains(scopeOf(file, other), node)));
  const outside = rivals.length === 0 ? undefined : own.find(({ node }) => !contains(scope, node));
  if (outside !== undefined) {
    const line = lineNumber(file.text, outside.node.start);
    return { reason: `Several servers listen at port ${fixed.port}, and line ${line} may mean any of them.` };
  }
  return own;
}

function literalParts(node: SyntaxNode): string {
  if (node.kind === 'String') return node.value;
  return node.kind === 'Template' ? node.strings.join('\n') : '';
}

/** `port: 3000`, or `connect(3000)`. */
function isPortValue(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.kind === 'Property') return parent.key === 'port';
  return (
    parent?.kind === 'Call' &&
    parent.args[0] === node &&
    /^(connect|createConnection)$/.test(calledName(parent.callee))
  );
}

function isDuration(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.kind === 'Property') return /timeout|delay|interval|ms$/i.test(parent.key ?? '');
  return (
    parent?.kind === 'Call' && /timeout|interval|sleep|delay|wait|slow|tick/i.test(calledName(parent.callee))
  );
}

/** Where in a literal the host and port of a local address stand; `text` with its quotes. */
function addressIn(
  text: string,
  port: number,
): { readonly start: number; readonly host: string; readonly end: number } | undefined {
  const found = new RegExp(String.raw`^.(?:https?|wss?|tcp):\/\/(localhost|127\.0\.0\.1):${port}(?!\d)`).exec(
    text,
  );
  const host = found?.[1];
  if (found === null || host === undefined) return undefined;
  // Anything else in the same text would stay as it is.
  if (new RegExp(String.raw`(?<!\d)${port}(?!\d)`).test(text.slice(found[0].length))) return undefined;
  return { start: found[0].length - `${host}:${port}`.length, host, end: found[0].length };
}

/** The part of the file in which the server is up: its test, or the suite of its hook. */
function scopeOf(file: TestFile, { call }: FixedPort): SyntaxNode {
  const test = file.mocha.tests.find((one) => contains(one.call, call));
  if (test !== undefined) return test.call;
  const hook = file.mocha.hooks.find((one) => contains(one.call, call));
  if (hook !== undefined) return hook.suite?.call ?? file.tree;
  return file.mocha.suites.findLast((one) => contains(one.call, call))?.call ?? file.tree;
}

function writeUse(
  file: TestFile,
  fixed: FixedPort,
  holder: Binding,
  use: Use,
  lookup: string,
  hasNewHost: boolean,
): Changes {
  const text = useText(file, fixed, use, lookup, hasNewHost);
  if ('reason' in text) return text;
  const line = lineNumber(file.text, use.node.start);
  const when = isUp(file, fixed, use.node);
  if (when) {
    return file.bindings.lookup(holder.name, use.node) === holder
      ? text
      : { reason: `\`${holder.name}\` cannot be reached from line ${line}, which uses the port.` };
  }
  return asFunction(file, fixed, holder, use, text.changes);
}

/**
 * `{ host: 'localhost', port }` or `'localhost:' + port`: the name stays, and may mean another address than
 * 127.0.0.1, so that the server goes on listening at all of them.
 */
function keepsLocalhost(file: TestFile, { kind, node }: Use): boolean {
  if (kind === 'address' || isHoleBehindLocalhost(file, node)) return false;
  const statement = enclosingStatement(node) ?? node;
  return file.text.slice(statement.start, statement.end).includes('localhost');
}

const localhostHole = 'localhost:${';

function isHoleBehindLocalhost(file: TestFile, node: SyntaxNode): boolean {
  const isHole = node.parent?.kind === 'Template' && file.text[node.end] === '}';
  return isHole && file.text.slice(0, node.start).endsWith(localhostHole);
}

function useText(
  file: TestFile,
  fixed: FixedPort,
  { kind, node }: Use,
  lookup: string,
  hasNewHost: boolean,
): Changes {
  const line = lineNumber(file.text, node.start);
  if (kind === 'value') {
    if (node.parent?.kind === 'Property' && node.parent.shorthand) {
      return { reason: `Line ${line} uses the port by the name of a property.` };
    }
    if (hasNewHost && isHoleBehindLocalhost(file, node)) {
      const start = node.start - localhostHole.length;
      return { changes: [{ start, end: node.end, text: `127.0.0.1:\${${lookup}` }] };
    }
    return { changes: [{ start: node.start, end: node.end, text: lookup }] };
  }
  const written = file.text.slice(node.start, node.end);
  const address = addressIn(written, fixed.port);
  if (address === undefined) return { reason: `Line ${line} uses the port in a way that is not known.` };
  const host = hasNewHost ? '127.0.0.1' : address.host;
  const changed: TextChange = {
    start: node.start + address.start,
    end: node.start + address.end,
    text: `${host}:\${${lookup}}`,
  };
  if (node.kind === 'Template') return { changes: [changed] };
  if (/[`\\]|\$\{/.test(written) || node.parent?.kind === 'Other') {
    return { reason: `The text in line ${line} cannot become a template.` };
  }
  return {
    changes: [
      { start: node.start, end: node.start + 1, text: '`' },
      changed,
      { start: node.end - 1, end: node.end, text: '`' },
    ],
  };
}

/** Is the server sure to listen when `node` runs? */
function isUp(file: TestFile, { call }: FixedPort, node: SyntaxNode): boolean {
  if (contains(call, node)) return enclosingFunction(node) !== enclosingFunction(call);
  const region = regionOf(file, node);
  const started = regionOf(file, call);
  if (region === undefined) {
    // A function that tests call; the body of a suite or of the file runs long before any server is up.
    const inside = enclosingFunction(node);
    return inside !== undefined && !file.mocha.suites.some(({ body }) => body === inside);
  }
  if (region !== started) return started === undefined || runsBefore(started, region);
  let waited = false;
  const visit = (at: SyntaxNode): void => {
    if (at.kind === 'Await' && at.end >= call.end && at.end <= node.start) waited = true;
    if (!waited) forEachChild(at, visit);
  };
  visit(region.call);
  return waited;
}

type Region = Test | Hook;

function regionOf(file: TestFile, node: SyntaxNode): Region | undefined {
  return [...file.mocha.tests, ...file.mocha.hooks].find(({ call }) => contains(call, node));
}

const order = ['before', 'beforeEach', 'test', 'afterEach', 'after'] as const;

function runsBefore(a: Region, b: Region): boolean {
  if (a.kind === 'test') return false;
  const difference = order.indexOf(a.kind) - order.indexOf(b.kind);
  return difference < 0 || (difference === 0 && a.call.start < b.call.start);
}

/** `const baseUrl = 'http://localhost:3000'` is read before the server listens: it becomes a function. */
function asFunction(
  file: TestFile,
  fixed: FixedPort,
  holder: Binding,
  { node }: Use,
  changes: readonly TextChange[],
): Changes {
  const line = lineNumber(file.text, node.start);
  const tooEarly = { reason: `Line ${line} needs the port before the server listens.` };
  const declarator = declaratorAround(node);
  if (declarator?.target.kind !== 'Identifier' || declarator.initial === undefined) return tooEarly;
  const binding = file.bindings.resolve(declarator.target);
  if (binding?.kind !== 'const' || binding.exported || declarator.type !== undefined) return tooEarly;
  const calls: TextChange[] = [];
  for (const reference of binding.references) {
    const problem = callProblem(file, fixed, reference);
    if (problem !== undefined) return { reason: problem };
    calls.push({ start: reference.end, end: reference.end, text: '()' });
  }
  if (!canSee(file, holder, declarator)) return tooEarly;
  const { start } = declarator.initial;
  return { changes: [{ start, end: start, text: '() => ' }, ...changes, ...calls] };
}

/** The function is written where the constant was, so that the server's name has to be known there. */
function canSee(file: TestFile, holder: Binding, declarator: DeclaratorNode): boolean {
  return file.bindings.lookup(holder.name, declarator) === holder;
}

/** Only for a constant that is nothing but the address. */
function declaratorAround(node: SyntaxNode): DeclaratorNode | undefined {
  const around = node.parent;
  const value = around?.kind === 'Template' && around.expressions.length === 1 ? around : node;
  const declarator = value.parent;
  return declarator?.kind === 'Declarator' && declarator.initial === value ? declarator : undefined;
}

function callProblem(file: TestFile, fixed: FixedPort, reference: IdentifierNode): string | undefined {
  const line = lineNumber(file.text, reference.start);
  const { parent } = reference;
  if (parent?.kind === 'Property' && parent.shorthand) {
    return `Line ${line} uses the address by the name of a property.`;
  }
  return isUp(file, fixed, reference) ? undefined : `Line ${line} needs the port before the server listens.`;
}
