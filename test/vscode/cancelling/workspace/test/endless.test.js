import { writeFileSync } from 'node:fs';

it('never ends', async function () {
  this.timeout(0);
  writeFileSync('process.txt', String(process.pid));
  await new Promise((done) => setTimeout(done, 600_000));
});
