const Database = require('better-sqlite3');

describe('rates', () => {
  it('are there', () => {
    const db = new Database(':memory:');
    if (!db.open) throw new Error('It is closed.');
  });
});
