import assert from 'node:assert/strict';
import { failures, observe, places } from './observe.ts';

describe('hygiene: environment variables and working directory', function () {
  this.timeout(20_000);

  it('finds what was set, changed or removed, and the way to a word called undefined', async () => {
    const seen = await observe(`import { env } from 'node:process';
import { tmpdir } from 'node:os';
describe('environment', () => {
  it('sets one', () => {
    process.env.ITLAB_ADDED = '1';
  });
  it('sets one by its imported name', () => {
    env.ITLAB_IMPORTED = '1';
  });
  it('changes one', () => {
    Object.assign(process.env, { PATH: 'nowhere' });
  });
  it('removes one', () => {
    delete process.env.HOME;
  });
  it('restores one that was not set', () => {
    const before = process.env.ITLAB_TOKEN;
    process.env.ITLAB_TOKEN = 'x';
    process.env.ITLAB_TOKEN = before;
  });
  it('goes elsewhere', () => {
    process.chdir(tmpdir());
  });
});
`);
    assert.deepEqual(failures(seen), []);
    const byLine = (one: readonly (string | null)[], other: readonly (string | null)[]): number =>
      String(one).localeCompare(String(other));
    assert.deepEqual(
      places(seen).toSorted(byLine),
      [
        ['timers-env-globals', 'changes one', "Object.assign(process.env, { PATH: 'nowhere' });"],
        ['timers-env-globals', 'goes elsewhere', 'process.chdir(tmpdir());'],
        ['timers-env-globals', 'removes one', 'delete process.env.HOME;'],
        ['timers-env-globals', 'restores one that was not set', 'process.env.ITLAB_TOKEN = before;'],
        ['timers-env-globals', 'sets one', "process.env.ITLAB_ADDED = '1';"],
        ['timers-env-globals', 'sets one by its imported name', "env.ITLAB_IMPORTED = '1';"],
      ].toSorted(byLine),
    );
    const messages = new Map(seen.findings.map(({ test, message }) => [test, message]));
    assert.match(
      messages.get('restores one that was not set') ?? '',
      /the word 'undefined'.*delete process\.env\.ITLAB_TOKEN/,
    );
    assert.match(messages.get('sets one') ?? '', /ITLAB_ADDED was set.*delete process\.env\.ITLAB_ADDED/);
    assert.match(messages.get('removes one') ?? '', /HOME was removed/);
    assert.match(messages.get('changes one') ?? '', /PATH was changed/);
  });

  it('finds nothing once all is as it was', async () => {
    const seen = await observe(
      `import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
describe('environment', () => {
  let saved;
  const folder = process.cwd();
  before(() => {
    saved = { ...process.env };
    process.env.ITLAB_URL = 'http://localhost';
    process.env.PATH = 'nowhere';
  });
  after(() => {
    process.env = saved;
  });
  it('reads what was set, and hands it to children', () => {
    assert.equal(process.env.ITLAB_URL, 'http://localhost');
    assert.ok('ITLAB_URL' in process.env);
    const seen = execFileSync(process.execPath, ['-p', 'process.env.ITLAB_URL'], { encoding: 'utf8' });
    assert.equal(seen.trim(), 'http://localhost');
  });
  it('restores by name', () => {
    process.env.ITLAB_NAME = '1';
    delete process.env.ITLAB_NAME;
    process.env.HOME += '';
  });
  it('comes back', () => {
    const made = mkdtempSync(join(tmpdir(), 'a-'));
    process.chdir(made);
    process.chdir(folder);
    rmSync(made, { recursive: true });
  });
});
`,
      { rounds: 2 },
    );
    assert.deepEqual(failures(seen), []);
    assert.deepEqual(places(seen), []);
    assert.deepEqual(seen.clean, [true, true], 'the second round has the environment of the first');
  });
});
