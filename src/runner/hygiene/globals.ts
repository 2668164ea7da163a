import type { Finding, Frame } from '../../protocol/runEvents.ts';
import { bddWords } from '../bddWords.ts';
import type { NockLoading } from './nockLoading.ts';
import type { OwnSource, Watch, WatchContext } from './watch.ts';

/** Mocha's own words, which it puts on the global object for each file it loads. */
export const mochaNames: ReadonlySet<string> = new Set([...bddWords, 'run']);

/** nock puts its own in the place of these while it is active. */
const nockGlobals = ['fetch', 'Headers', 'Request', 'Response'];

const honoFile = /[\\/]@hono[\\/]node-server[\\/]/;
/** @hono/node-server puts its own classes in the place of these when a server of its is made. */
const honoNames: ReadonlySet<string> = new Set(['Request', 'Response']);

/**
 * Globals that are not enumerable and cost nothing to look at. Others are loaded by looking: some take as long as the
 * start of the whole process, some print a warning.
 */
const plainGlobals = [
  'Date',
  'Promise',
  'Math',
  'JSON',
  'Error',
  'Buffer',
  'URL',
  'process',
  'console',
  'AbortSignal',
];
/** Loaded together; only watched where they are by then, as in a process that was started ahead of its job. */
const webGlobals = ['FormData', 'Headers', 'Request', 'Response', 'WebSocket'];
const webModule = 'NativeModule internal/deps/undici/undici';

/** Node itself replaces these when it loads its workers and domains. The working directory has a watch of its own. */
const replacedByNode: ReadonlySet<string> = new Set(['chdir', 'setUncaughtExceptionCaptureCallback']);
/** We do, while tests are graded (`bed/views.ts`), and nobody can after us. */
const heldByUs: ReadonlySet<string> = new Set(['binding', 'getBuiltinModule']);

/** What is compared: objects that tests put doubles on. */
interface Target {
  /** As code writes it. */
  readonly name: string;
  readonly object: object;
  /** Whether something new on it is a finding. */
  readonly additions: boolean;
  readonly keys: () => readonly string[];
  /** What is replaced so often that it is compared at each step; the rest is compared in the end. */
  readonly often: (key: string) => boolean;
}

const every = (): boolean => true;
const never = (): boolean => false;

function target(name: string, object: object, changes: Partial<Target> = {}): Target {
  const keys = (): string[] => Object.getOwnPropertyNames(object);
  return { name, object, additions: true, keys, often: never, ...changes };
}

/** Not before a round begins: some of these are made when they are first read. */
const allTargets = (): readonly Target[] => [
  target('globalThis', globalThis, { keys: globalNames, often: every }),
  target('console', console, { additions: false, often: every }),
  target('Math', Math, { often: (key) => key === 'random' }),
  target('JSON', JSON),
  target('Date', Date, { often: (key) => key === 'now' }),
  // The environment has a watch of its own, and the data of the process change by themselves.
  target('process', process, { additions: false, keys: processMethods }),
  target('process.stdout', process.stdout, { additions: false, keys: () => ['write'], often: every }),
  target('process.stderr', process.stderr, { additions: false, keys: () => ['write'], often: every }),
  target('Object.prototype', Object.prototype),
  target('Array.prototype', Array.prototype),
  target('String.prototype', String.prototype),
  target('Date.prototype', Date.prototype),
  target('Promise.prototype', Promise.prototype),
];

function globalNames(): string[] {
  const loaded: unknown = Reflect.get(process, 'moduleLoadList');
  const hasWeb = Array.isArray(loaded) && loaded.includes(webModule);
  return [...Object.keys(globalThis), ...plainGlobals, ...(hasWeb ? webGlobals : [])];
}

function processMethods(): string[] {
  return Object.getOwnPropertyNames(process).filter(
    (key) =>
      !key.startsWith('_') &&
      !replacedByNode.has(key) &&
      !heldByUs.has(key) &&
      typeof Reflect.getOwnPropertyDescriptor(process, key)?.value === 'function',
  );
}

/** One property as it was. */
interface Property {
  readonly target: Target;
  readonly key: string;
  readonly descriptor: PropertyDescriptor;
}

interface Change {
  readonly target: Target;
  readonly key: string;
  readonly kind: 'added' | 'replaced' | 'removed';
  /** Title of the test or hook during which it changed. */
  readonly test: string;
}

/**
 * Watches globals that were added and built-ins that were replaced. Assigning leaves no call stack, and accessors in
 * the place of values would be seen by the tests. So properties are compared: the usual ones whenever a test or hook
 * begins, which tells who changed them, all of them in the end. The line is found in the source.
 */
export function watchGlobals(context: WatchContext, nock: NockLoading): Watch {
  let targets: readonly Target[] = [];
  let properties: Property[] = [];
  let often: Property[] = [];
  let keys = new Map<Target, Set<string>>();
  let changes = new Map<string, Change>();
  let running = '';
  let honoLoaded = false;
  /** What nock put in the place of a value, and the value. */
  const replacedByNock = new Map<unknown, unknown>();

  nock.onState(({ exports }) => {
    const activate: unknown = Reflect.get(exports, 'activate');
    if (typeof activate !== 'function') return;
    Reflect.set(exports, 'activate', function (this: unknown, ...args: unknown[]): unknown {
      const before = new Map(
        nockGlobals.map((key): [string, unknown] => [key, Reflect.get(globalThis, key)]),
      );
      const result: unknown = Reflect.apply(activate, this, args);
      for (const [key, was] of before) {
        const now: unknown = Reflect.get(globalThis, key);
        if (now !== was && !replacedByNock.has(now)) replacedByNock.set(now, was);
      }
      return result;
    });
  });

  /** Once per process: what a later round starts with must not differ from it either. */
  const remember = (): void => {
    targets = allTargets();
    for (const one of targets) {
      for (const key of one.keys()) {
        const descriptor = Reflect.getOwnPropertyDescriptor(one.object, key);
        // Nobody can change it.
        if (!descriptor || (!descriptor.configurable && descriptor.writable !== true)) continue;
        properties.push({ target: one, key, descriptor });
      }
    }
    often = properties.filter((one) => one.target.often(one.key) && one.descriptor.get === undefined);
  };

  /** nock may lie over an earlier layer of its own, after it was turned off and on. */
  const belowNock = (value: unknown): unknown => {
    let below = value;
    while (replacedByNock.has(below)) below = replacedByNock.get(below);
    return below;
  };
  const isReplaced = ({ target, key, descriptor }: Property): boolean => {
    if (honoLoaded && honoNames.has(key)) return false;
    if (descriptor.get === undefined) {
      const value: unknown = Reflect.get(target.object, key);
      return value !== descriptor.value && belowNock(value) !== descriptor.value;
    }
    const now = Reflect.getOwnPropertyDescriptor(target.object, key);
    if (now === undefined || now.get === descriptor.get) return now === undefined;
    if (now.get !== undefined) return true;
    // Node puts the value of a lazy global in its place when it is first read; the old getter knows that value.
    const original: unknown = descriptor.get.call(target.object);
    return now.value !== original && belowNock(now.value) !== original;
  };

  const idOf = (owner: Target, key: string): string => `${owner.name}.${key}`;
  const note = (change: Omit<Change, 'test'>): void => {
    const id = idOf(change.target, change.key);
    if (!changes.has(id)) changes.set(id, { ...change, test: running });
  };
  const compare = (compared: readonly Property[]): void => {
    for (const property of compared) {
      const { target: owner, key } = property;
      if (isReplaced(property)) {
        note({ target: owner, key, kind: Object.hasOwn(owner.object, key) ? 'replaced' : 'removed' });
      } else if (changes.size > 0) {
        changes.delete(idOf(owner, key));
      }
    }
  };
  const lookForAdditions = (): void => {
    for (const [owner, known] of keys) {
      for (const key of Object.getOwnPropertyNames(owner.object)) {
        if (known.has(key) || (owner.object === globalThis && mochaNames.has(key))) continue;
        note({ target: owner, key, kind: 'added' });
      }
    }
  };

  return {
    instrument(path) {
      honoLoaded ||= honoFile.test(path);
      return null;
    },
    begin() {
      if (properties.length === 0) remember();
      keys = new Map(
        targets
          .filter(({ additions }) => additions)
          .map((one) => [one, new Set(Object.getOwnPropertyNames(one.object))]),
      );
      changes = new Map();
      running = '';
    },
    step() {
      compare(often);
      running = context.current();
    },
    findings() {
      compare(often);
      running = '';
      compare(properties);
      lookForAdditions();
      if (changes.size === 0) return [];
      const sources = context.ownSources();
      return [...changes.values()].flatMap(({ target: owner, key, kind, test }): Finding[] => {
        const at = lineOf(owner.name, key, test, sources);
        // A package may keep something of its own on the global object.
        if (kind === 'added' && at === null) return [];
        const name = owner.object === globalThis ? key : `${owner.name}.${key}`;
        return [
          {
            rule: 'timers-env-globals',
            test: test === '' && at !== null ? titleAround(at, sources) : test,
            message: messageOf(name, kind),
            at: at ?? lineOfTitle(test, sources),
          },
        ];
      });
    },
  };
}

function messageOf(name: string, kind: Change['kind']): string {
  switch (kind) {
    case 'added':
      return `The global ${name} was added and is still there. Delete it in the teardown, or give the value to those who need it.`;
    case 'replaced':
      return `${name} was replaced and not restored. Keep the original before, and put it back in the teardown of the same level.`;
    case 'removed':
      return `${name} was removed and not put back. Keep the original before, and put it back in the teardown of the same level.`;
  }
}

/**
 * The line that most likely changes a property: one that assigns it or names it beside its object, the next one
 * after the title of the test when there are several.
 */
function lineOf(object: string, key: string, test: string, sources: readonly OwnSource[]): Frame | null {
  const owner = object === 'globalThis' ? '(?:globalThis|global)' : escaped(object);
  const name = escaped(key);
  const patterns = [
    // globalThis.fetch = …, (globalThis as X).fetch = …, globalThis['fetch'] = …, delete globalThis.fetch
    new RegExp(`\\b${owner}\\b[^;=\\n]*[.\\['"\`]${name}\\b['"\`\\]]*\\s*=(?![=>])`),
    new RegExp(`\\bdelete\\b[^;=\\n]*\\b${owner}\\b[^;=\\n]*\\b${name}\\b`),
    // mock.method(console, 'log'), Object.defineProperty(globalThis, 'fetch', …), Object.assign(globalThis, { fetch })
    new RegExp(`\\b${owner}\\s*,.*\\b${name}\\b`),
  ];
  for (const pattern of patterns) {
    const found = sources.flatMap((source) => matchesIn(source, pattern));
    if (found.length === 0) continue;
    const title = lineOfTitle(test, sources);
    const after = found.find(
      (frame) => title !== null && frame.file === title.file && frame.line >= title.line,
    );
    return after ?? found[0] ?? null;
  }
  return null;
}

function matchesIn({ file, text }: OwnSource, pattern: RegExp): Frame[] {
  return text.split('\n').flatMap((line, index) => {
    const match = pattern.exec(line);
    return match ? [{ file, line: index + 1, column: match.index + 1 }] : [];
  });
}

/** The line that holds the title of a test. */
function lineOfTitle(test: string, sources: readonly OwnSource[]): Frame | null {
  if (test === '') return null;
  const pattern = new RegExp(`['"\`]${escaped(test)}['"\`]`);
  return sources.flatMap((source) => matchesIn(source, pattern))[0] ?? null;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Title of the test whose block a line lies in, going by the indentation; empty outside of tests. */
function titleAround({ file, line }: Frame, sources: readonly OwnSource[]): string {
  const lines = sources.find((source) => source.file === file)?.text.split('\n') ?? [];
  let indent = indentOf(lines[line - 1] ?? '');
  for (const above of lines.slice(0, line - 1).toReversed()) {
    if (above.trim() === '' || indentOf(above) >= indent) continue;
    indent = indentOf(above);
    const [, , title] = /^\s*(?:it|specify)\b[^('"`]*\(\s*(['"`])(.*?)\1/.exec(above) ?? [];
    if (title !== undefined) return title;
  }
  return '';
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
