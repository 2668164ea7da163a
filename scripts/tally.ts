/** What a part of the test run adds to the total. */
export interface Tally {
  passed: number;
  failed: number;
  /** What failed, so far as it is known by name. */
  failures: readonly Failure[];
  /** What failed first and passed when it was run again alone. It counts as passed, and is told. */
  flaky?: readonly Failure[];
  /** What took longest, the longest first; no more than ten. */
  slowest?: readonly TestTime[];
  /** Test files with what their tests and hooks took together, the longest first. */
  files?: readonly FileTime[];
}

export interface Failure {
  /** For people. */
  text: string;
  /** Of a test, with those of its suites. */
  title?: string;
  /** Of a test, from the repository, with slashes. */
  file?: string;
  /** The command that repeats it alone. */
  repeat?: string;
}

export interface TestTime {
  /** Of a test or a hook with those of its suites, or the name of an exercise. */
  title: string;
  /** From the repository, with slashes; empty for what has none. */
  file: string;
  ms: number;
}

export interface FileTime {
  file: string;
  ms: number;
}

const slowestCount = 10;

export const nothing: Readonly<Tally> = { passed: 0, failed: 0, failures: [] };
export const onePass: Readonly<Tally> = { passed: 1, failed: 0, failures: [] };

/** One failure, told at once as well. */
export function oneFailure(text: string): Tally {
  console.error(`✘ ${text}`);
  return { passed: 0, failed: 1, failures: [{ text }] };
}

export function add(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    failures: [...a.failures, ...b.failures],
    flaky: [...(a.flaky ?? []), ...(b.flaky ?? [])],
    slowest: slowestOf([...(a.slowest ?? []), ...(b.slowest ?? [])]),
    files: [...(a.files ?? []), ...(b.files ?? [])].toSorted((one, other) => other.ms - one.ms),
  };
}

/** The same, where failures name the command that repeats them alone; undefined leaves one as it is. */
export function repeatedBy(command: (failure: Failure) => string | undefined, tally: Tally): Tally {
  return {
    ...tally,
    failures: tally.failures.map((failure) => {
      const repeat = command(failure);
      return repeat === undefined ? failure : { ...failure, repeat };
    }),
  };
}

/** What is known after everything that failed was run again alone: what passed then is flaky, and what failed, failed. */
export function afterSecondRun(first: Tally, again: Tally): Tally {
  if (again.failed > 0 || again.passed === 0) return first;
  return {
    ...first,
    passed: first.passed + first.failed,
    failed: 0,
    failures: [],
    flaky: [...(first.flaky ?? []), ...first.failures],
  };
}

/** The ten that took longest, the longest first. */
export function slowestOf(times: readonly TestTime[]): TestTime[] {
  return times.toSorted((one, other) => other.ms - one.ms).slice(0, slowestCount);
}

/**
 * Counts and times from JSON text such as `{"passed": 3, "failed": 1, "failures": [{"text": "adds: boom", "title":
 * "adds", "file": "test/a.test.ts"}], "slowest": [{"title": "adds", "file": "test/a.test.ts", "ms": 9}],
 * "files": [{"file": "test/a.test.ts", "ms": 9}]}`; undefined when it holds no counts. What else is missing is empty.
 */
export function parseTally(json: string): Tally | undefined {
  const value: unknown = JSON.parse(json);
  if (!isRecord(value)) return undefined;
  const { passed, failed, failures } = value;
  if (typeof passed !== 'number' || typeof failed !== 'number') return undefined;
  return {
    passed,
    failed,
    failures: listOf(failures)
      .filter(isRecord)
      .map(({ title, file, text }) => ({ title: textOf(title), file: textOf(file), text: textOf(text) })),
    slowest: slowestOf(
      listOf(value['slowest'])
        .filter(isRecord)
        .map(({ title, file, ms }) => ({ title: textOf(title), file: textOf(file), ms: Number(ms) })),
    ),
    files: listOf(value['files'])
      .filter(isRecord)
      .map(({ file, ms }) => ({ file: textOf(file), ms: Number(ms) })),
  };
}

/**
 * Counts what `itlab validate --json` printed: an array of `{subject, proofs: [{id, ok, messages}], ms}`, where only
 * exercises have a time.
 *
 * @throws when it is anything else: output that cannot be read proves nothing.
 */
export function countProofs(json: string): Tally {
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) throw new Error('The validator printed no list of reports.');
  const failures: Failure[] = [];
  const times: TestTime[] = [];
  let passed = 0;
  for (const report of value.map(asRecord)) {
    const subject = textOf(report['subject']);
    const proofs = listOf(report['proofs']);
    const { ms } = report;
    if (typeof ms === 'number') times.push({ title: subject, file: '', ms });
    if (proofs.length === 0) {
      failures.push({ text: `${subject}: The validator proved nothing about it.`, title: subject });
    }
    for (const proof of proofs.map(asRecord)) {
      if (proof['ok'] === true) passed++;
      else
        failures.push({ text: `${subject}, ${textOf(proof['id'])}: ${messagesOf(proof)}`, title: subject });
    }
  }
  return { passed, failed: failures.length, failures, slowest: slowestOf(times) };
}

function messagesOf({ messages }: Record<string, unknown>): string {
  return listOf(messages).map(textOf).join(' ');
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function asRecord(value: unknown): Record<string, unknown> {
  if (isRecord(value)) return value;
  throw new Error(`The validator printed ${JSON.stringify(value)} where a report or a proof belongs.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
