import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sweepLock, underLock } from '../../../../src/course/writing/lock.ts';
import { ownToken } from '../../../../src/course/writing/owner.ts';
import { useScratch } from '../../../support/scratch.ts';

/** Milliseconds: what is far below any time a lock waits for. */
const atOnce = 1_000;

describe('a lock', () => {
  const scratch = useScratch();
  let folder: string;
  let path: string;
  /** A token of a process that has ended. */
  let dead: string;

  before(() => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const [, place, number] = ownToken().split('-');
    dead = `${pid.toString(36)}-${place}-${number}`;
  });
  beforeEach(() => {
    folder = scratch();
    path = join(folder, 'file.lock');
  });

  /** Whether one had the lock, and how long it took. */
  async function take(): Promise<{ held: string; ms: number }> {
    const began = performance.now();
    const held = await underLock(path, () => (existsSync(path) ? readFileSync(path, 'utf8') : ''));
    return { held, ms: performance.now() - began };
  }

  it('is there while one works, with its owner, and gone afterwards', async () => {
    const { held } = await take();
    assert.match(held, /^[0-9a-z]+-[0-9a-z]{6}-[0-9a-z]{4}$/);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('goes when what is done under it fails', async () => {
    await assert.rejects(
      underLock(path, () => {
        throw new Error('no');
      }),
      /^Error: no$/,
    );
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is taken over at once when its owner is dead', async () => {
    writeFileSync(path, dead);
    const { held, ms } = await take();
    assert.notEqual(held, dead);
    assert.ok(ms < atOnce, `${ms} ms`);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is taken over when whoever took it over died, too', async () => {
    writeFileSync(path, dead);
    writeFileSync(`${path}.over-${dead}`, dead.replace(/.{4}$/, 'zzzz'));
    const { held, ms } = await take();
    assert.match(held, /-/);
    assert.ok(ms < atOnce, `${ms} ms`);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('of an earlier version is taken over at once when its process is dead', async () => {
    writeFileSync(path, String(Number.parseInt(dead, 36)));
    const { ms } = await take();
    assert.ok(ms < atOnce, `${ms} ms`);
    assert.deepEqual(readdirSync(folder), []);
  });

  for (const text of ['', 'no token', '1']) {
    it(`that says nothing of its owner is left alone until it is old: '${text}'`, async () => {
      writeFileSync(path, text);
      let done = false;
      const taking = take().then((taken) => {
        done = true;
        return taken;
      });
      await new Promise((resolve) => setTimeout(resolve, 150));
      assert.equal(done, false);
      utimesSync(path, 1, 1);
      assert.match((await taking).held, /-/);
    });
  }

  it('of a living one is waited for, and never removed', async () => {
    const own = ownToken();
    writeFileSync(path, own);
    let done = false;
    const taking = take().then(() => (done = true));
    await new Promise((resolve) => setTimeout(resolve, 150));
    sweepLock(path);
    assert.equal(done, false);
    assert.equal(readFileSync(path, 'utf8'), own);
    utimesSync(path, 1, 1);
    await taking;
  });

  it('is released by its owner only', async () => {
    const other = ownToken();
    await underLock(path, () => writeFileSync(path, other));
    assert.equal(readFileSync(path, 'utf8'), other);
  });

  it('says so when a folder lies there', async () => {
    mkdirSync(path);
    await assert.rejects(
      take(),
      (error) => error instanceof Error && error.message === `${path} is no file; move it away`,
    );
    assert.deepEqual(readdirSync(folder), ['file.lock']);
  });

  it('lets one after the other in', async () => {
    writeFileSync(path, dead);
    let inside = 0;
    const seen: number[] = [];
    await Promise.all(
      Array.from({ length: 8 }, () =>
        underLock(path, () => {
          inside += 1;
          seen.push(inside);
          inside -= 1;
        }),
      ),
    );
    assert.deepEqual(
      seen,
      Array.from({ length: 8 }, () => 1),
    );
    assert.deepEqual(readdirSync(folder), []);
  });

  it('goes with what was left of taking it over', async () => {
    writeFileSync(`${path}.over-${dead}`, ownToken());
    writeFileSync(join(folder, 'other.lock.over-x'), 'mine');
    await take();
    assert.deepEqual(readdirSync(folder), ['other.lock.over-x']);
  });

  it('is swept when its owner is dead', () => {
    writeFileSync(path, dead);
    sweepLock(path);
    assert.deepEqual(readdirSync(folder), []);
  });
});
