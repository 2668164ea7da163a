import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { installOnce } from '../../support/vscodeHost/installOnce.ts';

/** Above the highest process id that Linux gives out. */
const deadPid = 2 ** 22 + 1;

describe('installOnce', () => {
  let root: string;
  let fills: number;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'install-once-'));
    fills = 0;
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const install = (fill?: (folder: string) => Promise<void>): Promise<string> =>
    installOnce({
      root,
      name: 'part-1',
      log: () => undefined,
      fill: async (folder) => {
        fills += 1;
        await writeFile(path.join(folder, 'half'), 'half');
        await fill?.(folder);
        await writeFile(path.join(folder, 'whole'), 'whole');
      },
    });

  it('installs at the first call only', async () => {
    const folder = await install();
    assert.equal(folder, path.join(root, 'part-1'));
    assert.equal(await readFile(path.join(folder, 'whole'), 'utf8'), 'whole');
    assert.equal(await install(), folder);
    assert.equal(fills, 1);
    assert.deepEqual(await readdir(root), ['part-1']);
  });

  it('lets a second one wait for the first', async () => {
    const slow = (): Promise<void> => delay(300);
    const folders = await Promise.all([install(slow), install(slow)]);
    assert.equal(fills, 1);
    assert.equal(folders[0], folders[1]);
  });

  it('keeps nothing of an install that failed, and installs at the next call', async () => {
    await assert.rejects(
      install(() => Promise.reject(new Error('no registry'))),
      /no registry/,
    );
    assert.deepEqual(await readdir(root), []);
    await install();
    assert.equal(fills, 2);
  });

  it('replaces a folder that is not whole', async () => {
    await mkdir(path.join(root, 'part-1'));
    await writeFile(path.join(root, 'part-1', 'old'), 'old');
    const folder = await install();
    assert.ok(existsSync(path.join(folder, 'whole')));
    assert.ok(!existsSync(path.join(folder, 'old')));
  });

  it('takes over from a process that was killed, and tidies up after it', async () => {
    await writeFile(path.join(root, '.lock-part-1'), String(deadPid));
    await mkdir(path.join(root, `.tmp-${deadPid}-0a1b2c3d-part-1`));
    await install();
    assert.deepEqual(await readdir(root), ['part-1']);
  });

  it('leaves the work of other processes and parts alone', async () => {
    const others = [`.tmp-${process.pid}-0a1b2c3d-part-1`, `.tmp-${deadPid}-0a1b2c3d-part-2`];
    for (const name of others) await mkdir(path.join(root, name));
    await install();
    assert.deepEqual((await readdir(root)).sort(), [...others, 'part-1'].sort());
  });
});
