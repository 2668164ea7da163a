import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import {
  channelLostCode,
  eventDescriptor,
  jobDescriptor,
  type RunEvent,
  type ToRunner,
} from '../protocol/runEvents.ts';

/** Captured before any learner code runs: a test may stub whatever it likes afterwards. */
const parse = JSON.parse;
const stringify = JSON.stringify;
const keysOf = Object.keys;
const isArray = Array.isArray;
const write = writeSync;
const wait = Atomics.wait;
const now = performance.now.bind(performance);
const soon = setImmediate;
/** Into memory of its own: what Buffer.from makes lies in a pool that all share. */
const encoder = new TextEncoder();
const encode = encoder.encode.bind(encoder);
const sleepCell = new Int32Array(new SharedArrayBuffer(4));
/** Unlike `process.exit` it runs no listeners of the learner's. */
const reallyExit: unknown = Reflect.get(process, 'reallyExit');

let token = '';
let descriptor = eventDescriptor;

/** Sends events to another open descriptor from now on. */
export function sendTo(other: number): void {
  descriptor = other;
}

/** From now on every event carries this token, which learner code that finds the descriptor does not know. */
export function signEvents(secret: string): void {
  token = secret;
}

/**
 * Sends one event to the process that asked for the run: a JSON line, written synchronously to a pipe of its
 * own, so that it is out before a `process.exit`, a crash or an endless loop on the next line. It begins with a
 * line break as well: what learner code may have written to the descriptor stays a line by itself.
 */
export function send(event: RunEvent): void {
  flushOutput();
  sendNow(event);
}

function sendNow(event: RunEvent): void {
  const bytes = encode(`\n${token}${textOf(event)}\n`);
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += write(descriptor, bytes, offset);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // A full pipe: the reader is slower than we are.
      if (code === 'EAGAIN') wait(sleepCell, 0, 0, 1);
      // Nobody can hear the rest, so it must not seem to have gone well.
      else endNow(channelLostCode);
    }
  }
}

type Output = Extract<RunEvent, { type: 'output' }>;

/** So many pieces of output are sent as they come within so many milliseconds; more are a flood. */
const promptly = { pieces: 200, withinMs: 50 } as const;
/** Of a flood this much is put together at most: milliseconds, and UTF-16 units. */
const together = { withinMs: 5, length: 16_000 } as const;

const flood: { held: Output | null; heldSinceMs: number; pieces: number; countedSinceMs: number } = {
  held: null,
  heldSinceMs: 0,
  pieces: 0,
  countedSinceMs: 0,
};

/**
 * Sends what was printed. Every piece is out at once, so that nothing is lost when an endless loop follows; but
 * in a flood, where an event for each line takes ten times as long as printing it, pieces wait for each other.
 */
export function sendOutput(piece: Output): void {
  const time = now();
  if (time - flood.countedSinceMs > promptly.withinMs) {
    flood.countedSinceMs = time;
    flood.pieces = 0;
  }
  flood.pieces += 1;
  const { held } = flood;
  if (held === null) {
    if (flood.pieces <= promptly.pieces) {
      sendNow(piece);
      return;
    }
    flood.held = piece;
    flood.heldSinceMs = time;
    soon(flushOutput);
    return;
  }
  if (held.stream === piece.stream && held.key === piece.key) {
    flood.held = { ...held, text: held.text + piece.text };
  } else {
    flushOutput();
    flood.held = piece;
    flood.heldSinceMs = time;
  }
  if (time - flood.heldSinceMs > together.withinMs || (flood.held?.text.length ?? 0) > together.length) {
    flushOutput();
  }
}

function flushOutput(): void {
  const { held } = flood;
  flood.held = null;
  if (held !== null) sendNow(held);
}

/** JSON of plain data. A `toJSON` that learner code put on Object.prototype or Array.prototype has no say in it. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return stringify(value) ?? 'null';
  let text = '';
  if (isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      text += (index > 0 ? ',' : '') + textOf(value[index]);
    }
    return `[${text}]`;
  }
  const keys = keysOf(value);
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    text += `${index > 0 ? ',' : ''}${stringify(key)}:${textOf(Reflect.get(value, key))}`;
  }
  return `{${text}}`;
}

/** Ends the process at once, without asking anyone who listens for its exit. */
export function endNow(code: number): never {
  if (typeof reallyExit === 'function') Reflect.apply(reallyExit, process, [code]);
  throw new Error('The process did not end.');
}

/**
 * Hears the messages of the process that asked for the run, one JSON line each. A pipe of our own rather than
 * Node's IPC: that one is there for everybody as `process.send`, `process.disconnect` and the 'message' event,
 * and a plain mocha has none of them.
 * @param onGone the other side is gone.
 */
export function listen(onMessage: (message: ToRunner) => void, onGone: () => void): void {
  const socket = new Socket({ fd: jobDescriptor, readable: true, writable: false });
  let pending = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const lines = (pending + text).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      // Nobody but the process that started this one has the other end.
      onMessage(parse(line) as ToRunner);
    }
  });
  socket.on('error', onGone);
  socket.on('close', onGone);
}
