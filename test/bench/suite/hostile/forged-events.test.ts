import { writeSync } from 'node:fs';

// Finds the descriptor that results leave on and writes to it.
for (const text of ['null\n', '{"type":"', 'not JSON']) {
  it(`writes ${JSON.stringify(text)} among the results`, () => {
    for (const descriptor of [3, 4, 5]) {
      try {
        writeSync(descriptor, text);
      } catch {
        // There is no such descriptor to write to.
      }
    }
  });
}
