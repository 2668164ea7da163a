import assert from 'node:assert/strict';
import { offeredEdit } from '../offeredEdit.ts';

const text = `import nock from 'nock';

describe('weather', () => {
  it('is sunny', async () => {
    nock('http://guarded.test').get('/').reply(200, 'sun');
    const response = await fetch('http://guarded.test/');
    await response.text();
  });

  it('is there', () => {});
});
`;

describe('nock-network-guard', () => {
  it('is listed where nock is used and at suites, and at no other line', () => {
    const lines = text.split('\n');
    const listed = lines.flatMap((line, index) => {
      const marked = lines.with(index, `${line.slice(0, line.length / 2)}▮${line.slice(line.length / 2)}`);
      return offeredEdit('nock-network-guard', marked.join('\n')) === undefined ? [] : [index + 1];
    });
    assert.deepEqual(listed, [3, 5]);
  });
});
