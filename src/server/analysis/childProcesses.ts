import type { Bindings } from './bindings.ts';
import type { Use } from './ownership.ts';
import type { Resource } from './resources.ts';
import { literalText, unwrap } from './syntax.ts';
import type { CallNode, MemberNode, NewNode, ObjectNode, SyntaxNode } from './syntax.ts';

/**
 * A child process that a test leaves behind. Whoever waits for its end, or for the end of what it writes, has a
 * child that ends by itself, so that counts as releasing it.
 */
export const childProcess: Resource = {
  noun: 'child process',
  acquiredWord: 'started',
  releaseWord: 'end',
  releasedWord: 'ended',
  kind: {
    release: new Set(['kill', 'unref', 'disconnect']),
    chain: new Set(['on', 'once', 'addListener', 'prependListener', 'off', 'removeListener']),
    judgeMember,
    judgeArgument,
  },
  from: (module) => module === 'child_process',
  acquires: (node, file) => {
    const { callee } = node;
    if (node.kind !== 'Call' || (callee.kind !== 'Identifier' && callee.kind !== 'Member')) return false;
    const origin = file.bindings.origin(callee);
    if (origin?.module !== 'child_process' || origin.path.length !== 1) return false;
    // `exec` and `execFile` are for commands that end by themselves.
    const [name] = origin.path;
    return (name === 'spawn' || name === 'fork') && !mayEndByOptions(node, file.bindings);
  },
};

/** `{ signal }`, `{ timeout }` or `{ detached: true }`: somebody has thought of its end. */
function mayEndByOptions(call: CallNode, bindings: Bindings): boolean {
  const [, second, third] = call.args;
  const options = third ?? second;
  if (options === undefined) return false;
  const value = spawnOptions(call, bindings);
  if (value === undefined) {
    // An array of arguments without options; anything else cannot be looked into.
    return third !== undefined || unwrap(options).kind !== 'Array';
  }
  return value.properties.some(
    (one) => one.kind !== 'Property' || ['signal', 'timeout', 'detached'].includes(one.key ?? 'signal'),
  );
}

/** The options of `spawn` or `fork`, when they are written in this file. */
export function spawnOptions(call: CallNode | NewNode, bindings: Bindings): ObjectNode | undefined {
  const options = call.args.slice(1).at(-1);
  if (options === undefined) return undefined;
  const node = unwrap(options);
  if (node.kind === 'Object') return node;
  const binding = node.kind === 'Identifier' ? bindings.resolve(node) : undefined;
  if (binding?.initial === undefined || binding.reassigned) return undefined;
  const initial = unwrap(binding.initial);
  return initial.kind === 'Object' ? initial : undefined;
}

const ends = new Set(['exit', 'close', 'disconnect', 'end', 'finish']);

/** Words of a message by which a child may be told to end. */
const endWords = /exit|quit|stop|close|shut|kill|end|bye|disconnect|term|done/i;

function judgeMember(member: MemberNode, bindings: Bindings): Use | undefined {
  const call = member.parent;
  const called = call?.kind === 'Call' && call.callee === member ? call : undefined;
  switch (member.property) {
    case 'on':
    case 'once':
    case 'addListener':
    case 'prependListener': {
      const event = literalText(called?.args[0]);
      return event === undefined || ends.has(event) ? 'releases' : 'returns it';
    }
    case 'send':
      return called === undefined || called.args.some((one) => mayTellToEnd(one))
        ? 'may release'
        : 'only uses';
    case 'stdin':
    case 'stdout':
    case 'stderr':
      return judgeStream(member, bindings);
    case 'pid':
      return judgePid(member, bindings);
    case 'killed':
    case 'connected':
    case 'spawnfile':
    case 'spawnargs':
      return 'only uses';
    case 'exitCode':
    case 'signalCode':
    case 'stdio':
    case 'channel':
      // Who reads how it ended has waited for its end.
      return 'may release';
    default:
      return undefined;
  }
}

function mayTellToEnd(message: SyntaxNode): boolean {
  const node = unwrap(message);
  if (node.kind === 'String') return endWords.test(node.value);
  if (node.kind !== 'Object') return node.kind !== 'Atom';
  return node.properties.some(
    (one) => one.kind !== 'Property' || endWords.test(one.key ?? 'end') || mayTellToEnd(one.value),
  );
}

/** Reading until the end, or ending the input, waits for the child or makes it end. */
function judgeStream(stream: MemberNode, bindings: Bindings): Use {
  let user = stream.parent;
  while (user?.kind === 'Wrapped') user = user.parent;
  if (user?.kind === 'ExpressionStatement') return 'only uses';
  if (user?.kind === 'Call') return isEventOnce(user, bindings) ? 'only uses' : 'may release';
  if (user?.kind !== 'Member') return 'may release';
  const call = user.parent?.kind === 'Call' && user.parent.callee === user ? user.parent : undefined;
  if (/^(on|once|addListener|prependListener)$/.test(user.property)) {
    const event = literalText(call?.args[0]);
    return event === undefined || ends.has(event) ? 'may release' : 'only uses';
  }
  const onlyUses = /^(setEncoding|write|resume|pause|unpipe|removeListener|off|removeAllListeners|ref)$/;
  return onlyUses.test(user.property) ? 'only uses' : 'may release';
}

function judgePid(pid: MemberNode, bindings: Bindings): Use {
  const user = pid.parent;
  if (user?.kind === 'Template' || user?.kind === 'ExpressionStatement' || user?.kind === 'Binary') {
    return 'only uses';
  }
  if (user?.kind !== 'Call') return 'may release';
  const origin = bindings.origin(user.callee);
  const looks = origin?.module === 'assert' || origin?.module === 'assert/strict';
  const shows = origin?.module === '' && ['console', 'String', 'Number'].includes(origin.path[0] ?? '');
  return looks || shows ? 'only uses' : 'may release';
}

function judgeArgument(call: CallNode | NewNode, _index: number, bindings: Bindings): Use | undefined {
  const origin = bindings.origin(call.callee);
  if (origin?.module !== 'events') return undefined;
  return isEventOnce(call, bindings) ? 'only uses' : 'releases';
}

/** `once(child, 'message')` of node:events, for an event that is not its end. */
function isEventOnce(call: CallNode | NewNode, bindings: Bindings): boolean {
  const origin = bindings.origin(call.callee);
  if (origin?.module !== 'events' || origin.path.at(-1) !== 'once') return false;
  const event = literalText(call.args[1]);
  return event !== undefined && !ends.has(event);
}
