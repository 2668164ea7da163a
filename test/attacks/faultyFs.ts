/**
 * A file system that fails on purpose: in the middle of what is under test, at a chosen call, the process dies or the
 * disk is full from then on. Every call that changes the disk counts, and so do the parts of one: creating a file,
 * writing its first half, writing the rest, and each file that a removed folder holds.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join, resolve, sep } from 'node:path';

export type Fault =
  /** Only counts. */
  | { readonly kind: 'none' }
  /** Dies just before the call of this number, from 1. */
  | { readonly kind: 'kill'; readonly at: number }
  /** From the call of this number on, nothing that needs room works. */
  | { readonly kind: 'full'; readonly at: number };

/** Thrown where a real kill would have ended the process; nothing can reach the disk any more. */
export class Killed extends Error {}

export interface Attack {
  /** How many calls there were. */
  readonly calls: number;
  readonly killed: boolean;
  /** Undoes it. */
  end(): number;
}

const real = { ...fs };

/**
 * Begins an attack on everything below a folder.
 * @param die what a kill does; by default it throws `Killed`, then and at each call after it.
 */
export function attack(root: string, fault: Fault, die: () => void = () => undefined): Attack {
  let calls = 0;
  let killed = false;
  const descriptors = new Set<number>();
  const inside = (path: unknown): boolean =>
    typeof path === 'number'
      ? descriptors.has(path)
      : resolve(String(path)) === root || resolve(String(path)).startsWith(root + sep);

  /** @returns whether there is room for it; false only in a full disk. */
  const step = (needsRoom: boolean): boolean => {
    if (!killed) {
      calls += 1;
      killed = fault.kind === 'kill' && calls === fault.at;
      if (killed) die();
    }
    if (killed) throw new Killed('the process was killed here');
    return !(needsRoom && fault.kind === 'full' && calls >= fault.at);
  };
  const needRoom = (what: string, path: unknown): void => {
    if (!step(true)) throw full(what, path);
  };

  const openSync = (path: fs.PathLike, flags: fs.OpenMode = 'r', mode?: fs.Mode): number => {
    const writes = typeof flags === 'number' ? (flags & 3) !== 0 : /[wa+]/.test(flags);
    if (!writes || !inside(path)) return real.openSync(path, flags, mode);
    const truncates = typeof flags === 'string' && flags.startsWith('w') && !flags.includes('x');
    if (fs.existsSync(path) && !truncates) step(false);
    else needRoom('open', path);
    const descriptor = real.openSync(path, flags, mode);
    descriptors.add(descriptor);
    return descriptor;
  };
  const writeSync = (descriptor: number, data: string | NodeJS.ArrayBufferView, offset = 0): number => {
    const bytes = bytesOf(data).subarray(offset);
    if (!inside(descriptor)) return real.writeSync(descriptor, bytes);
    needRoom('write', descriptor);
    const half = bytes.length >> 1;
    if (half === 0) return real.writeSync(descriptor, bytes);
    const first = real.writeSync(descriptor, bytes.subarray(0, half));
    // A disk that is nearly full takes a part, the real one as well.
    if (first < half || !step(true)) return first;
    try {
      return first + real.writeSync(descriptor, bytes.subarray(half));
    } catch {
      return first;
    }
  };
  const closeSync = (descriptor: number): void => {
    descriptors.delete(descriptor);
    real.closeSync(descriptor);
  };
  const writeFileSync = (
    file: fs.PathOrFileDescriptor,
    data: string | NodeJS.ArrayBufferView,
    options?: fs.WriteFileOptions,
  ): void => {
    if (!inside(file)) return real.writeFileSync(file, data, options);
    const { flag = 'w', mode = 0o666 } = typeof options === 'object' && options !== null ? options : {};
    const bytes = bytesOf(data);
    const descriptor = typeof file === 'number' ? file : openSync(file, flag, mode ?? undefined);
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
    } finally {
      if (typeof file !== 'number') closeSync(descriptor);
    }
  };
  const mkdirSync = (path: fs.PathLike, options?: fs.MakeDirectoryOptions): string | undefined => {
    if (!inside(path)) return real.mkdirSync(path, options);
    const recursive = options?.recursive === true;
    if (recursive && real.existsSync(path)) return real.mkdirSync(path, options);
    if (recursive) mkdirSync(join(String(path), '..'), options);
    needRoom('mkdir', path);
    return real.mkdirSync(path, options);
  };
  const rmSync = (path: fs.PathLike, options: fs.RmOptions = {}): void => {
    const stat = inside(path) ? real.lstatSync(path, { throwIfNoEntry: false }) : undefined;
    if (stat === undefined) return real.rmSync(path, options);
    if (stat.isDirectory() && options.recursive === true) {
      for (const name of real.readdirSync(path)) rmSync(join(String(path), name), options);
    }
    step(false);
    real.rmSync(path, options);
  };
  /** Calls that either happen or do not. */
  const whole = (name: keyof typeof needsRoom): Function => {
    const original: Function = real[name];
    return (...args: unknown[]): unknown => {
      const target = name.startsWith('f') ? args[0] : (args[1] ?? args[0]);
      if (!inside(args[0]) && !inside(typeof target === 'string' ? target : args[0])) {
        return Reflect.apply(original, fs, args);
      }
      if (needsRoom[name]) needRoom(name.replace('Sync', ''), args[0]);
      else step(false);
      return Reflect.apply(original, fs, args);
    };
  };
  const patched: Record<string, Function> = {
    openSync,
    writeSync,
    closeSync,
    writeFileSync,
    mkdirSync,
    rmSync,
    ...Object.fromEntries(
      Object.keys(needsRoom).map((name) => [name, whole(name as keyof typeof needsRoom)]),
    ),
  };
  for (const name of notTakenApart) {
    patched[name] = () => {
      throw new Error(`${name} is used by a writer, and this attack cannot take it apart`);
    };
  }
  Object.assign(fs, patched);
  syncBuiltinESMExports();
  return {
    get calls() {
      return calls;
    },
    get killed() {
      return killed;
    },
    end() {
      for (const name of Object.keys(patched)) Reflect.set(fs, name, Reflect.get(real, name));
      syncBuiltinESMExports();
      for (const descriptor of descriptors) real.closeSync(descriptor);
      return calls;
    },
  };
}

/** What needs room on the disk, of the calls that are one step. */
const needsRoom = {
  linkSync: true,
  symlinkSync: true,
  // A name that may be longer than the one before; the disks that were tried had room for it.
  renameSync: false,
  unlinkSync: false,
  rmdirSync: false,
  fchmodSync: false,
  chmodSync: false,
  fchownSync: false,
  utimesSync: false,
  truncateSync: false,
  ftruncateSync: false,
} as const;

const notTakenApart = [
  'appendFileSync',
  'copyFileSync',
  'cpSync',
  'mkdtempSync',
  'createWriteStream',
  'writevSync',
];

function bytesOf(data: string | NodeJS.ArrayBufferView): Buffer {
  return typeof data === 'string'
    ? Buffer.from(data)
    : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

function full(call: string, path: unknown): Error {
  return Object.assign(new Error(`ENOSPC: no space left on device, ${call} '${String(path)}'`), {
    code: 'ENOSPC',
    errno: -28,
    syscall: call,
  });
}
