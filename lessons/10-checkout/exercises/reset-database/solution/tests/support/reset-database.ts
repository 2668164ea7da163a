import { lookupTables, type Db } from '../../src/database.ts';

/** Every table there is, except SQLite's own. */
const selectTables = `
  SELECT name FROM sqlite_schema
  WHERE type = 'table' AND name NOT GLOB 'sqlite_*'
`;

/**
 * Deletes every row that is not part of the schema. The tables are looked up each time, so that
 * those of the next migration are emptied too.
 */
export function resetDatabase(shop: Db): void {
  const tables = shop.prepare<[], { name: string }>(selectTables).all();
  const emptyAll = shop.transaction(() => {
    // References are then checked when the transaction ends, so parents may go before children.
    shop.pragma('defer_foreign_keys = ON');
    for (const { name } of tables) {
      if (!lookupTables.includes(name)) shop.exec(`DELETE FROM "${name}"`);
    }
  });
  emptyAll();
}

/** A clean database before and after every test of the calling suite, however the test ends. */
export function resetAroundEach(currentDb: () => Db): void {
  beforeEach(() => {
    resetDatabase(currentDb());
  });

  afterEach(() => {
    resetDatabase(currentDb());
  });
}
