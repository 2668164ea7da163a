import { spawnSync } from 'node:child_process';
import { writeSync } from 'node:fs';

// Prints past process.stdout: on the descriptors themselves, in bytes that are no text, from a child.
it('writes to the descriptors', () => {
  writeSync(1, 'said 1');
  writeSync(2, 'null');
});
it('writes bytes that are no text', () => {
  writeSync(1, Buffer.from([0x00, 0xff, 0xe2, 0x82]));
  process.stdout.write(Buffer.from([0xe2, 0x82]));
  process.stdout.write('said 2');
});
it('has a child that prints', () => {
  spawnSync(process.execPath, ['-e', "process.stdout.write('said 3')"], { stdio: 'inherit' });
});
