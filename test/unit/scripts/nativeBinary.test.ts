import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { platformOfBinary } from '../../../scripts/nativeBinary.ts';
import { prebuildFor, targets } from '../../../scripts/toolchain.ts';

const prebuilds = fileURLToPath(new URL('../../../node_modules/better-sqlite3/prebuilds', import.meta.url));

describe('a native binary', () => {
  it('tells the platform that it is named after, for every package', () => {
    const names = readdirSync(prebuilds).map((name) => name.replace(/\.node$/, ''));
    for (const target of targets) assert.ok(names.includes(prebuildFor(target)), target);
    for (const name of names) {
      assert.equal(platformOfBinary(readFileSync(join(prebuilds, `${name}.node`))), name);
    }
  });

  it('is none when its header is another', () => {
    const elf = readFileSync(join(prebuilds, 'linux-x64.node'));
    const riscv = Buffer.from(elf);
    riscv.writeUInt16LE(0xf3, 18);
    const universal = Buffer.alloc(64);
    universal.writeUInt32BE(0xcafebabe, 0);
    const windows = Buffer.alloc(64);
    windows.write('MZ', 0, 'latin1');
    windows.writeUInt32LE(0xffff, 0x3c);
    for (const bytes of [riscv, universal, windows, Buffer.alloc(64), Buffer.from('MZ')])
      assert.equal(platformOfBinary(bytes), null);
  });
});
