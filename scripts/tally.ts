/** What a part of the test run adds to the total. */
export interface Tally {
  passed: number;
  failed: number;
  /** What failed, for people, so far as it is known by name. */
  failures: readonly string[];
}

export const nothing: Readonly<Tally> = { passed: 0, failed: 0, failures: [] };
export const onePass: Readonly<Tally> = { passed: 1, failed: 0, failures: [] };

/** One failure, told at once as well. */
export function oneFailure(text: string): Tally {
  console.error(`✘ ${text}`);
  return { passed: 0, failed: 1, failures: [text] };
}

export function add(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    failures: [...a.failures, ...b.failures],
  };
}

/** Counts from JSON text such as `{"passed": 3, "failed": 1, "failures": ["adds: boom"]}`; undefined when it holds none. */
export function parseTally(json: string): Tally | undefined {
  const value: unknown = JSON.parse(json);
  if (!isRecord(value)) return undefined;
  const { passed, failed, failures } = value;
  return typeof passed === 'number' && typeof failed === 'number'
    ? { passed, failed, failures: Array.isArray(failures) ? failures.map(textOf) : [] }
    : undefined;
}

/**
 * Counts what `itlab validate --json` printed: an array of `{subject, proofs: [{id, ok, messages}]}`.
 *
 * @throws when it is anything else: output that cannot be read proves nothing.
 */
export function countProofs(json: string): Tally {
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) throw new Error('The validator printed no list of reports.');
  const failures: string[] = [];
  let passed = 0;
  for (const report of value.map(asRecord)) {
    const subject = textOf(report['subject']);
    const proofs: unknown[] = Array.isArray(report['proofs']) ? report['proofs'] : [];
    if (proofs.length === 0) {
      failures.push(`${subject}: The validator proved nothing about it.`);
    }
    for (const proof of proofs.map(asRecord)) {
      if (proof['ok'] === true) passed++;
      else failures.push(`${subject}, ${textOf(proof['id'])}: ${messagesOf(proof)}`);
    }
  }
  return { passed, failed: failures.length, failures };
}

function messagesOf({ messages }: Record<string, unknown>): string {
  return Array.isArray(messages) ? messages.map(textOf).join(' ') : '';
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
