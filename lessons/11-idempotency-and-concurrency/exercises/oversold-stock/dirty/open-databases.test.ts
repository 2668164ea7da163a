import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';

describe('a second connection that stays open', () => {
  it('sees an empty shop', () => {
    const somebodyElse = openDatabase(':memory:');
    assert.equal(somebodyElse.prepare('SELECT count(*) FROM sales').pluck().get(), 0);
  });
});
