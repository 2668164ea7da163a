import { writeFileSync } from 'node:fs';

writeFileSync(new URL('../../../ran.txt', import.meta.url), 'this ran');

it('runs', () => {});
