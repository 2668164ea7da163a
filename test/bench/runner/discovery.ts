import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Setting } from './setting.ts';

/** What a discovery of a folder took, in milliseconds. */
export interface Discovery {
  readonly ms: number;
  /** Longest time the asking process could not do anything else. */
  readonly stallMs: number;
  /** Tests found. */
  readonly tests: number;
}

export const testsPerFile = 6;

/** Lays out a folder of test files as they are in a large project: each a little different, each of its own code. */
export function manyTests(setting: Setting, files: number): string {
  const entries = Array.from({ length: files }, (_, index): [string, string] => [
    `tests/part-${Math.floor(index / 50)}/orders-${index}.test.ts`,
    testFile(index),
  ]);
  return setting.extraFolder('many', Object.fromEntries(entries));
}

function testFile(index: number): string {
  const tests = Array.from(
    { length: testsPerFile },
    (_, test) => `
  it('handles case ${test} of part ${index}', async () => {
    const order: Order = { id: ${test}, owner: 'owner-${index}', cents: ${test * 100 + 99} };
    store.set(order.id, order);
    const stored = store.get(${test});
    assert.deepEqual(stored, order);
    await Promise.resolve();
  });
`,
  );
  return `import assert from 'node:assert/strict';

interface Order {
  readonly id: number;
  readonly owner: string;
  readonly cents: number;
}

describe('orders of part ${index}', () => {
  let store: Map<number, Order>;

  beforeEach(() => {
    store = new Map<number, Order>();
  });

  afterEach(() => {
    store.clear();
  });
${tests.join('')}});
`;
}

/**
 * Discovers a folder's tests as the editor does: one process reads files and asks, the language server, started
 * before and cold of every cache, parses.
 * @throws Error when it fails.
 */
export async function discover(setting: Setting, folder: string): Promise<Discovery> {
  const client = fork(new URL('./discoveryClient.ts', import.meta.url), [setting.server, folder], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let result: Discovery | null = null;
  client.on('message', (message) => {
    // The only sender is the client below.
    result = message as Discovery;
  });
  const [code] = (await once(client, 'exit')) as [number | null];
  if (result === null || code !== 0) throw new Error(`The discovery of ${folder} ended with ${code}.`);
  return result;
}
