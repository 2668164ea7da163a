import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineSplitter } from '../../../../src/course/running/lineSplitter.ts';
import { RunRecorder } from '../../../../src/course/running/runRecord.ts';
import { RunnerProcess } from '../../../../src/course/running/runnerProcess.ts';
import { findRuntime } from '../../../../src/course/runtime.ts';
import type { Runtime } from '../../../../src/course/runtime.ts';
import { declaredOrder, eventLimit, type RunEvent } from '../../../../src/protocol/runEvents.ts';
import { decodeRunEvent } from '../../../../src/protocol/runEventShapes.ts';
import { seeded } from '../../../../src/runner/seededRandom.ts';
import { sourceInstallation, useScratch } from '../../../support/scratch.ts';
import { someFailure } from '../../../support/someFailure.ts';

/** One whole event of each kind. */
const whole: readonly RunEvent[] = [
  { type: 'ready', version: '24.0.0', rehearsed: 0 },
  { type: 'loading', file: '/a' },
  { type: 'loadFailed', file: '/a', failure: someFailure },
  {
    type: 'planned',
    tests: [{ key: 'k', file: 'a', path: ['t'], at: null, pending: false }],
    exclusive: false,
  },
  { type: 'testStarted', key: 'k' },
  { type: 'testFinished', key: 'k', state: 'failed', durationMs: 1, failure: someFailure },
  { type: 'hookStarted', title: 'h' },
  { type: 'timeLimit', limitMs: 1 },
  { type: 'hookFailed', title: 'h', root: false, tests: ['k'], current: null, failure: someFailure },
  { type: 'output', stream: 'stdout', text: 'x', key: null },
  { type: 'exitCalled', code: 0, at: null },
  { type: 'uncaught', failure: someFailure },
  { type: 'finding', finding: { rule: 'temp-files', test: '', message: 'm', at: null } },
  { type: 'bedChanged', message: 'm' },
  { type: 'debuggerAwaited', port: 1 },
  { type: 'residue', names: ['x'] },
  {
    type: 'coverage',
    scripts: [
      {
        file: '/a',
        source: '',
        functions: [{ name: '', ranges: [{ start: 0, end: 0, count: 0 }] }],
        steps: [0],
      },
    ],
  },
  { type: 'finished', clean: true },
];

/** The value with one thing in it replaced or left out, for each thing in it and each replacement. */
function broken(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const others = [undefined, {}, [], 0, 'x', true, { at: null }].filter(
      (other) => typeof other !== typeof inner,
    );
    const replaced = [...others, ...broken(inner)];
    return replaced.map((other) =>
      Array.isArray(value)
        ? value.map((one: unknown, index) => (String(index) === key ? other : one))
        : { ...value, [key]: other },
    );
  });
}

describe('any bytes on the channel', function () {
  this.timeout(120_000);
  const scratch = useScratch();
  let runtime: Runtime;

  before(async () => {
    runtime = await findRuntime();
  });

  it('are events only when they are whole', () => {
    for (const event of whole) assert.deepEqual(decodeRunEvent(JSON.stringify(event)), event);
    let refused = 0;
    for (const value of whole.flatMap(broken)) {
      const recorder = new RunRecorder();
      const event = decodeRunEvent(JSON.stringify(value));
      if (event === null) refused += 1;
      else recorder.add(event);
      recorder.close({ how: 'finished', clean: true });
    }
    assert.ok(refused > 250, `${refused} were refused`);
    for (const line of [
      '',
      'null',
      '[]',
      '{"type":"toString"}',
      '{"type":"__proto__"}',
      '{"type":["uncaught"]}',
      '{',
    ])
      assert.equal(decodeRunEvent(line), null);
  });

  it('never break what takes them in: 2,000 streams by chance', () => {
    const random = seeded(7);
    const pieces = [
      ...whole.map((event) => JSON.stringify(event)),
      '\n',
      '\n\n',
      '{',
      '}',
      '"',
      '\\u0000',
      '\0',
      '\u2028',
      '\ud800',
      '{"type":"uncaught"}',
      '[[[[',
      '1e999',
    ];
    for (let stream = 0; stream < 2_000; stream += 1) {
      const recorder = new RunRecorder();
      const lines = new LineSplitter(eventLimit, (line) => {
        const event = decodeRunEvent(line);
        if (event !== null) recorder.add(event);
      });
      for (let count = Math.floor(random() * 20); count >= 0; count -= 1) {
        const piece = pieces[Math.floor(random() * pieces.length)] ?? '';
        const from = random() < 0.3 ? Math.floor(random() * piece.length) : 0;
        lines.add(piece.slice(from, random() < 0.3 ? Math.floor(random() * piece.length) : undefined));
      }
      recorder.close({ how: 'stopped', code: 1, signal: null, stderr: '' });
    }
  });

  it('end a round as what they are, from a real process', async () => {
    const folder = scratch({});
    const streams: readonly (string | Buffer)[] = [
      '\n{"type":"uncaught"}\n',
      '{"type":"finished","clean":true}\n',
      '{"type":"ready","version":"1","rehearsed":0}\n'.repeat(50),
      Buffer.from([0xff, 0xfe, 0, 10, 0xc3, 10]),
      `${'x'.repeat(200_000)}\n`,
      JSON.stringify({ type: 'loadFailed', file: 1, failure: null }),
    ];
    for (const [index, bytes] of streams.entries()) {
      writeFileSync(join(folder, `bytes-${index}`), bytes);
      const runner = join(folder, `runner-${index}.cjs`);
      // Says that it is ready, as the real one does before any code of a learner's runs, then what the stream holds.
      writeFileSync(
        runner,
        `const fs = require('node:fs');
fs.writeSync(4, '{"type":"ready","version":"24.0.0","rehearsed":0}\\n');
new (require('node:net').Socket)({ fd: 3 }).resume();
setTimeout(() => {
  const bytes = fs.readFileSync(${JSON.stringify(join(folder, `bytes-${index}`))});
  for (const descriptor of [4, 1, 2]) fs.writeSync(descriptor, bytes);
  setTimeout(() => process.exit(${index}), 50);
}, 50);
`,
      );
      const child = new RunnerProcess({
        runtime,
        runner,
        toolchain: sourceInstallation.toolchain,
        spare: false,
      });
      await child.ready;
      const events: RunEvent[] = [];
      const round = { files: [], overlay: [], select: null, seed: declaredOrder };
      const end = await child.round(round, { testTimeoutMs: 1000, loadTimeoutMs: 5000 }, (event) =>
        events.push(event),
      );
      assert.equal(end.how, 'stopped', String(bytes.slice(0, 60)));
      assert.ok(
        events.length > 0 && events.every(({ type }) => type === 'output'),
        JSON.stringify(events).slice(0, 300),
      );
      await child.end();
    }
  });
});
