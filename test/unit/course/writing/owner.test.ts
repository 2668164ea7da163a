import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isRunning, isToken, lifeOf, ownToken } from '../../../../src/course/writing/owner.ts';

const module = fileURLToPath(new URL('../../../../src/course/writing/owner.ts', import.meta.url));

/** The token of a process that lives until it is killed. */
async function otherToken(): Promise<{ token: string; kill: () => Promise<unknown> }> {
  const program = `import(${JSON.stringify(module)}).then(({ ownToken }) => process.stdout.write(ownToken())); setInterval(() => undefined, 1000)`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [data] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    token: data.toString(),
    kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      return gone;
    },
  };
}

describe('a token', () => {
  it('is never the same twice', () => {
    const tokens = Array.from({ length: 1000 }, ownToken);
    assert.equal(new Set(tokens).size, tokens.length);
    assert.ok(tokens.every(isToken));
  });

  it('says whether its process lives', async () => {
    assert.equal(lifeOf(ownToken()), 'alive');
    const { token, kill } = await otherToken();
    assert.equal(lifeOf(token), 'alive');
    await kill();
    assert.equal(lifeOf(token), 'dead');
  }).timeout(20_000);

  it('is of a dead process when its number is another’s by now', function () {
    if (process.platform !== 'linux') this.skip();
    const [pid = '', place = '', number = ''] = ownToken().split('-');
    const before = place.slice(0, 3) + (place.endsWith('000') ? '001' : '000');
    assert.equal(lifeOf(`${pid}-${before}-${number}`), 'dead');
  });

  it('says nothing when it comes from another machine, or is none', () => {
    const [pid = '', place = '', number = ''] = ownToken().split('-');
    const elsewhere = (place.startsWith('000') ? '001' : '000') + place.slice(3);
    assert.equal(lifeOf(`${pid}-${elsewhere}-${number}`), 'unknown');
    for (const text of ['', '1', 'x-y', `${ownToken()}x`, '../../../etc'])
      assert.equal(lifeOf(text), 'unknown');
  });
});

describe('a process', () => {
  it('runs until it has ended', () => {
    assert.ok(isRunning(process.pid));
    assert.equal(isRunning(spawnSync(process.execPath, ['-e', '']).pid), false);
  });
});
