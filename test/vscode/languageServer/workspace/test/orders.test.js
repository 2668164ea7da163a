import Database from 'better-sqlite3';

describe('orders', () => {
  let db;

  beforeEach(() => {
    db = new Database(':memory:');
  });

  it('can be counted', () => {
    db.exec('CREATE TABLE orders (id INTEGER PRIMARY KEY)');
  });
});
